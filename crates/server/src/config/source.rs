//! Brings the file and the environment together, and remembers of each setting where it was found.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::events::SECRET;
use super::mail::PASSWORD;
use super::problem::{ConfigProblems, Origin};

const PREFIX: &str = "TREFOIL_";
/// Names the file itself, see the command line; it is no setting.
const FILE_VARIABLE: &str = "TREFOIL_CONFIG";
const MERCHANTS: &str = "merchants";
/// The setting that lets us take money in a merchant's name.
pub(super) const API_TOKEN: &str = "api_token";
/// The settings that are never taken from the file.
const SECRETS: &[&str] = &[
    API_TOKEN,
    SECRET,
    PASSWORD,
    "checkout_secret",
    "client_secret",
    "app_auth",
    "sealing_key",
    "old_sealing_keys",
];

/// One place where settings stand. The environment is read by ourselves because figment's own reader guesses
/// types: it would make a number of an API token of digits.
struct Layer {
    metadata: Metadata,
    settings: Dict,
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        self.metadata.clone()
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.settings.clone()))
    }
}

/// The settings of the file, overlaid with those of the environment.
pub(super) fn merged(
    path: Option<&Path>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Figment, ConfigProblems> {
    let mut environment = environment(variables);
    let Some(path) = path else {
        return Ok(Figment::from(environment));
    };
    let file = file(path)?;
    uncover_secrets(&file.settings, &mut environment.settings);
    Ok(Figment::from(file).merge(environment))
}

/// Takes out of the environment the secrets that stand in the file too: they would hide those in the file, which
/// must be complained of.
fn uncover_secrets(file: &Dict, environment: &mut Dict) {
    environment.retain(|key, _| !(SECRETS.contains(&key.as_str()) && file.contains_key(key)));
    for (key, value) in environment {
        if let (Some(Value::Dict(_, file)), Value::Dict(_, environment)) = (file.get(key), value) {
            uncover_secrets(file, environment);
        }
    }
}

/// Where the setting `keys` of a layer with this metadata stands.
pub(super) fn origin(metadata: Option<&Metadata>, keys: &[String]) -> Origin {
    match metadata {
        Some(metadata) => match metadata.source.as_ref().and_then(figment::Source::file_path) {
            Some(path) => Origin::File(path.to_path_buf()),
            None => Origin::Variable(variable(keys)),
        },
        None => Origin::Missing,
    }
}

/// The variable for the setting `keys`.
pub(super) fn variable(keys: &[String]) -> String {
    let parts: Vec<_> = keys.iter().map(|key| key.to_ascii_uppercase().replace('-', "_")).collect();
    [PREFIX, &parts.join("__")].concat()
}

fn file(path: &Path) -> Result<Layer, ConfigProblems> {
    let unreadable = |why: String| ConfigProblems::Unreadable { path: path.to_path_buf(), why };
    let text = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let table: toml::Table = text.parse().map_err(|error| not_toml(path.to_path_buf(), &text, &error))?;
    let value = Value::serialize(table).map_err(|error| unreadable(error.kind.to_string()))?;
    let settings = value.into_dict().unwrap_or_default();
    Ok(Layer { metadata: Metadata::from("file", path), settings })
}

fn not_toml(path: PathBuf, text: &str, error: &toml::de::Error) -> ConfigProblems {
    let offset = error.span().map_or(0, |span| span.start);
    let before = text.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    ConfigProblems::NotToml { path, line, column, why: error.message().to_owned() }
}

fn environment(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Layer {
    let mut settings = Dict::new();
    for (name, value) in variables {
        let name = name.to_string_lossy();
        if name == FILE_VARIABLE {
            continue;
        }
        if let Some(rest) = name.strip_prefix(PREFIX) {
            // What is not Unicode becomes a sign that no check lets through.
            put(&mut settings, &keys(rest), value.to_string_lossy().into_owned());
        }
    }
    Layer { metadata: Metadata::named("environment"), settings }
}

/// `MERCHANTS__ACME_2__NAME` is `merchants`, `acme-2`, `name`: variables cannot hold a hyphen, short names of
/// merchants cannot hold an underscore.
fn keys(name: &str) -> Vec<String> {
    let mut keys: Vec<_> = name.split("__").map(str::to_ascii_lowercase).collect();
    if let [first, slug, ..] = keys.as_mut_slice()
        && first == MERCHANTS
    {
        *slug = slug.replace('_', "-");
    }
    keys
}

/// A text in the way of a table stays, and is complained of later.
fn put(settings: &mut Dict, keys: &[String], value: String) {
    match keys {
        [] => {}
        [last] => {
            settings.insert(last.clone(), Value::from(value));
        }
        [first, rest @ ..] => {
            let inner = settings.entry(first.clone()).or_insert_with(|| Value::from(Dict::new()));
            if let Value::Dict(_, inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}
