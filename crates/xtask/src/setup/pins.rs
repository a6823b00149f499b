//! The exact versions of every tool; `cargo xtask tidy` checks that the other files agree.

/// Builds and bundles the page. Newer ones need a newer Rust than the workspace asks for.
pub(crate) const TRUNK: &str = "0.21.14";
/// Must equal the `wasm-bindgen` crate in `Cargo.lock`: the two speak a private format.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";
/// The release of Binaryen that brings `wasm-opt`.
pub(crate) const BINARYEN: &str = "132";
/// Minifies the one script of the page.
pub(crate) const ESBUILD: &str = "0.28.2";
/// Finds what keeps some people from a page. A tool of the tests (MPL-2.0) and no part of anything that is built.
pub(crate) const AXE_CORE: &str = "4.14.1";
/// What the package of that version must hash to.
pub(crate) const AXE_CORE_INTEGRITY: &str =
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";
/// Checks the types that portals are offered. A tool of the tests (Apache-2.0) and no part of anything that is built.
pub(crate) const TYPESCRIPT: &str = "6.0.3";
/// What the package of that version must hash to.
pub(crate) const TYPESCRIPT_INTEGRITY: &str =
    "sha512-y2TvuxSZPDyQakkFRPZHKFm+KKVqIisdg9/CZwm9ftvKXLP8NRWj38/ODjNbr43SsoXqNuAisEf1GdCxqWcdBw==";
/// Checks licences, sources and known vulnerabilities of dependencies.
pub(crate) const CARGO_DENY: &str = "0.20.2";
