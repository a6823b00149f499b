//! Puts an invoice into the built page, so that it can be read before any script runs, and without scripts.

use anyhow::Context;
use api_types::{OpenedLink, Standing};
use minijinja::{Environment, Value, context};
use primitives::{Currency, InvoiceId};

use super::format;
use crate::by_locale::{ByLocale, tables};
use crate::config::{EmbedOrigin, Locale, Merchant};
use crate::documents::{self, Words};

/// The payer's choice of a language, on every page.
pub(super) const LANGUAGES: &str = include_str!("../../templates/languages.html");
/// Whom a payer may ask, on every page that is a merchant's.
pub(super) const CONTACT: &str = include_str!("../../templates/contact.html");
const TITLE: &str = "[[trefoil:title]]";
const BODY: &str = "[[trefoil:body]]";
const LANGUAGE: &str = "[[trefoil:lang]]";
/// Says why, when the app cannot start: its files did not come, or the browser cannot run them. Notes in the sheet
/// itself which invoices are ticked: the app takes it over as markup.
pub(super) const GUARD: &str = include_str!("../../templates/guard.js");
/// For browsers that know no modules and so never try to start the app.
pub(super) const NO_MODULES: &str = "stopped(\"unsupported\")";

/// The built page with its places, and the templates that fill them.
#[derive(Debug)]
pub struct FirstPaint {
    html: String,
    templates: Environment<'static>,
    /// The page's own sentences in each language, so that both draw the same words.
    sentences: ByLocale<Sentences>,
    /// What only the server says.
    words: Box<ByLocale<Words>>,
    /// The page's style sheets, as it names or holds them, for documents that look like it.
    pub styles: String,
}

/// The page's sentences of one language.
#[derive(Debug)]
struct Sentences {
    /// By their names, for the templates.
    named: Value,
    /// One a line, for the app, which has none of its own.
    lines: &'static str,
}

impl FirstPaint {
    /// Checks that the page has its places, and reads the templates.
    ///
    /// # Errors
    /// When a place is missing or stands more than once.
    pub(super) fn new(html: String) -> anyhow::Result<Self> {
        for place in [TITLE, BODY, LANGUAGE] {
            let count = html.matches(place).count();
            anyhow::ensure!(count == 1, "the built index.html has {place} {count} times instead of once");
        }
        let styles = styles(&html);
        Ok(Self {
            html,
            styles,
            templates: templates()?,
            sentences: sentences()?,
            words: documents::words()?,
        })
    }

    /// The page of an invoice at this path, in this language. For `embedders` it brings what it needs in a frame of theirs.
    ///
    /// # Errors
    /// When a template is wrong.
    pub fn invoice(
        &self,
        view: &OpenedLink,
        path: &str,
        locale: Locale,
        named: Option<Locale>,
        embedders: &[EmbedOrigin],
    ) -> anyhow::Result<String> {
        let embedders = EmbedOrigin::listed(embedders);
        let data = serde_json::to_string(&view.view)?.replace('<', "\\u003c");
        let body = self.templates.get_template("pay.html")?.render(context! {
            view => Value::from(minijinja::value::Serde(&view.view)),
            standing => standing(&view.view.standing),
            sheet => self.sheet(view, locale, named)?,
            carried => carried(view),
            path,
            named => named.map(Locale::as_str),
            locale => locale.as_str(),
            language => &self.words.of(locale).language,
            t => &self.sentences.of(locale).named,
            sentences => self.sentences.of(locale).lines,
            server_words => Value::from(minijinja::value::Serde(self.words.of(locale))),
            data,
            guard => GUARD,
            no_modules => NO_MODULES,
            embedders,
        })?;
        Ok(self.fill(&title(view), &body, locale.as_str()))
    }

    /// The invoice alone, to be put into a page that is there already. `named` is the language that its address names.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn sheet(&self, view: &OpenedLink, locale: Locale, named: Option<Locale>) -> anyhow::Result<String> {
        Ok(self.templates.get_template("sheet.html")?.render(context! {
            view => Value::from(minijinja::value::Serde(view)),
            standing => standing(&view.view.standing),
            locale => locale.as_str(),
            named => named.map(Locale::as_str),
            words => Value::from(minijinja::value::Serde(self.words.of(locale))),
            t => &self.sentences.of(locale).named,
        })?)
    }

    /// The page of a link that leads nowhere, in this language.
    ///
    /// # Errors
    /// When a template is wrong.
    pub fn unknown(&self, locale: Locale) -> anyhow::Result<String> {
        self.notice("unknown.html", "unknown_title", locale, None)
    }

    /// What a payer sees while our side cannot answer; `merchant` is whose page it must be, if that is known.
    ///
    /// # Errors
    /// When a template is wrong.
    pub fn trouble(&self, merchant: Option<&Merchant>, locale: Locale) -> anyhow::Result<String> {
        self.notice("trouble.html", "failed_title", locale, merchant)
    }

    /// A page without an invoice, whose title is this sentence.
    fn notice(
        &self,
        template: &str,
        title: &str,
        locale: Locale,
        merchant: Option<&Merchant>,
    ) -> anyhow::Result<String> {
        let Sentences { named: t, lines } = self.sentences.of(locale);
        let contact = merchant.map(|merchant| Value::from(minijinja::value::Serde(&merchant.contact)));
        let body = self.templates.get_template(template)?.render(context! {
            t,
            sentences => *lines,
            locale => locale.as_str(),
            language => &self.words.of(locale).language,
            contact => contact.unwrap_or_default(),
            name => merchant.map(|merchant| merchant.name.as_str()),
        })?;
        let title = t.get_attr(title)?;
        Ok(self.fill(title.as_str().unwrap_or_default(), &body, locale.as_str()))
    }

    /// Fills the places from the last to the first, so that what is put in is not searched for places: a
    /// merchant may call themselves `[[trefoil:body]]`.
    fn fill(&self, title: &str, body: &str, language: &str) -> String {
        let title = escape(title);
        let mut fillings = [(TITLE, title.as_str()), (BODY, body), (LANGUAGE, language)]
            .map(|(place, text)| (self.html.find(place).unwrap_or(0), place.len(), text));
        fillings.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
        let mut html = self.html.clone();
        for (start, length, text) in fillings {
            html.replace_range(start..start + length, text);
        }
        html
    }
}

/// What another language's link must say of the choice of invoices.
fn carried(view: &OpenedLink) -> String {
    let ids: Vec<_> = view.chosen.iter().map(InvoiceId::as_str).collect();
    if ids.is_empty() { String::new() } else { ["&invoices=", &ids.join(",")].concat() }
}

fn title(view: &OpenedLink) -> String {
    format!("{} – {}", view.number, view.view.merchant.name)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn standing(standing: &Standing) -> &'static str {
    match standing {
        Standing::Open { .. } => "open",
        Standing::InProgress { .. } => "in-progress",
        Standing::Paid { .. } => "paid",
        Standing::Refunded { .. } => "refunded",
        Standing::Void => "void",
        Standing::Expired { .. } => "expired",
    }
}

fn sentences() -> anyhow::Result<ByLocale<Sentences>> {
    let [american, canadian, french] = tables!("sentences", ".txt");
    let [first, second, third] = tables!("sentences");
    ByLocale::try_of([(first, american), (second, canadian), (third, french)], |(named, lines)| {
        let named = serde_json::from_str::<Value>(named).context("the page's sentences")?;
        Ok(Sentences { named, lines })
    })
}

fn templates() -> anyhow::Result<Environment<'static>> {
    let mut templates = Environment::new();
    for (name, source) in [
        ("languages.html", LANGUAGES),
        ("contact.html", CONTACT),
        ("pay.html", include_str!("../../templates/pay.html")),
        ("sheet.html", include_str!("../../templates/sheet.html")),
        ("unknown.html", include_str!("../../templates/unknown.html")),
        ("trouble.html", include_str!("../../templates/trouble.html")),
    ] {
        templates.add_template(name, source).context(name)?;
    }
    add_filters(&mut templates);
    Ok(templates)
}

/// What brings the built page its style for the screen: links, or, where the build has put it in, the style itself.
fn styles(html: &str) -> String {
    const END: &str = "</style>";
    let links =
        html.match_indices("<link").filter_map(|(start, _)| html[start..].split_inclusive('>').next());
    let links = links.filter(|link| link.contains("stylesheet") && !link.contains("print"));
    let within = html.match_indices("<style").filter_map(|(start, _)| {
        let length = html[start..].find(END)? + END.len();
        Some(&html[start..start + length])
    });
    links.chain(within).collect()
}

/// `money(currency)`, `date` and `brand`, in the language of the document's `locale`.
pub(super) fn add_filters(templates: &mut Environment<'_>) {
    templates.add_filter("money", |state: &minijinja::State<'_, '_>, minor: i64, currency: &str| {
        let currency = Currency::parse(currency).unwrap_or(Currency::USD);
        format::money(minor, currency, locale(state))
    });
    templates
        .add_filter("date", |state: &minijinja::State<'_, '_>, text: &str| format::date(text, locale(state)));
    templates.add_filter("brand", |name: &str| api_types::brand_name(name).to_owned());
}

fn locale(state: &minijinja::State<'_, '_>) -> Locale {
    let code = state.lookup("locale");
    code.as_ref().and_then(Value::as_str).and_then(|code| Locale::parse(code).ok()).unwrap_or(Locale::EnUs)
}
