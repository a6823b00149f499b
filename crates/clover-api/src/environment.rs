//! Where Clover lives: the four sets of hosts, an emulator's single origin, and single hosts put elsewhere.

use url::Url;

use crate::error::BuildError;

/// Which Clover is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Environment {
    /// Test merchants, test cards.
    Sandbox,
    /// The United States and Canada.
    ProductionNa,
    /// Europe.
    ProductionEu,
    /// Latin America.
    ProductionLatam,
    /// A stand-in that serves all of Clover's paths on one origin.
    Emulator {
        /// Scheme, host and port; anything after them is ignored.
        origin: Url,
    },
}

/// The origins of one environment, without a trailing slash (seed 4, section 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    /// Merchant data, OAuth tokens, hosted checkout.
    pub platform: String,
    /// Charges, orders, refunds, the PAKMS key.
    pub ecommerce: String,
    /// Card tokens.
    pub token: String,
    /// `sdk.js` and the field frames: what a page's content security policy must allow.
    pub checkout: String,
    /// Where a merchant's browser is sent to give an app access.
    pub authorize: String,
}

/// One of Clover's hosts, by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Host {
    /// Merchant data, OAuth tokens, hosted checkout.
    Platform,
    /// Charges, orders, refunds, the PAKMS key.
    Ecommerce,
    /// Card tokens.
    Token,
    /// `sdk.js` and the field frames.
    Checkout,
    /// The page on which a merchant gives an app access.
    Authorize,
}

/// Whose money an environment moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Money {
    /// Clover's own test money: the sandbox.
    Test,
    /// Real money.
    Real,
    /// A stand-in's: it is up to the stand-in.
    Pretended,
}

impl Environment {
    /// The origins of this environment. Only one checkout host is documented for production, so all regions share it.
    pub fn hosts(&self) -> Hosts {
        match self {
            Self::Sandbox => Hosts {
                platform: "https://apisandbox.dev.clover.com".into(),
                ecommerce: "https://scl-sandbox.dev.clover.com".into(),
                token: "https://token-sandbox.dev.clover.com".into(),
                checkout: "https://checkout.sandbox.dev.clover.com".into(),
                authorize: "https://sandbox.dev.clover.com".into(),
            },
            Self::ProductionNa => Hosts::production(""),
            Self::ProductionEu => Hosts::production("eu."),
            Self::ProductionLatam => Hosts::production("la."),
            Self::Emulator { origin } => {
                let origin = origin.origin().ascii_serialization();
                Hosts {
                    platform: origin.clone(),
                    ecommerce: origin.clone(),
                    token: origin.clone(),
                    checkout: origin.clone(),
                    authorize: origin,
                }
            }
        }
    }

    /// Whose money moves here.
    pub fn money(&self) -> Money {
        match self {
            Self::Sandbox => Money::Test,
            Self::ProductionNa | Self::ProductionEu | Self::ProductionLatam => Money::Real,
            Self::Emulator { .. } => Money::Pretended,
        }
    }

    /// Whether real money can move here.
    pub fn is_production(&self) -> bool {
        self.money() == Money::Real
    }

    /// Whether both mean the same hosts; an emulator is known by its origin alone.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.hosts() == other.hosts()
    }
}

impl Hosts {
    fn production(region: &str) -> Self {
        Self {
            platform: format!("https://api.{region}clover.com"),
            ecommerce: format!("https://scl.{region}clover.com"),
            token: format!("https://token.{region}clover.com"),
            checkout: "https://checkout.clover.com".into(),
            authorize: format!("https://www.{region}clover.com"),
        }
    }

    /// The same hosts with one of them elsewhere: a proxy, a recording server, a test. Only the origin of `at` counts.
    #[must_use]
    pub fn with(mut self, host: Host, at: &Url) -> Self {
        let place = match host {
            Host::Platform => &mut self.platform,
            Host::Ecommerce => &mut self.ecommerce,
            Host::Token => &mut self.token,
            Host::Checkout => &mut self.checkout,
            Host::Authorize => &mut self.authorize,
        };
        *place = at.origin().ascii_serialization();
        self
    }

    /// The address of Clover's browser SDK.
    pub fn sdk_url(&self) -> String {
        format!("{}/sdk.js", self.checkout)
    }
}

/// A host as an address that paths can be hung on.
pub(crate) fn base(origin: &str) -> Result<Url, BuildError> {
    Url::parse(origin).ok().filter(Url::has_host).ok_or(BuildError::Origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seed 4, section 7, as one table.
    #[test]
    fn every_environment_has_its_own_hosts() {
        let table = [
            (
                Environment::Sandbox,
                [
                    "https://apisandbox.dev.clover.com",
                    "https://scl-sandbox.dev.clover.com",
                    "https://token-sandbox.dev.clover.com",
                    "https://checkout.sandbox.dev.clover.com",
                    "https://sandbox.dev.clover.com",
                ],
            ),
            (
                Environment::ProductionNa,
                [
                    "https://api.clover.com",
                    "https://scl.clover.com",
                    "https://token.clover.com",
                    "https://checkout.clover.com",
                    "https://www.clover.com",
                ],
            ),
            (
                Environment::ProductionEu,
                [
                    "https://api.eu.clover.com",
                    "https://scl.eu.clover.com",
                    "https://token.eu.clover.com",
                    "https://checkout.clover.com",
                    "https://www.eu.clover.com",
                ],
            ),
            (
                Environment::ProductionLatam,
                [
                    "https://api.la.clover.com",
                    "https://scl.la.clover.com",
                    "https://token.la.clover.com",
                    "https://checkout.clover.com",
                    "https://www.la.clover.com",
                ],
            ),
        ];
        for (environment, expected) in table {
            let hosts = environment.hosts();
            let found = [&hosts.platform, &hosts.ecommerce, &hosts.token, &hosts.checkout, &hosts.authorize];
            assert_eq!(found, expected.each_ref(), "{environment:?}");
        }
    }

    #[test]
    fn an_emulator_serves_everything_on_its_origin() {
        let origin = Url::parse("http://localhost:8090/some/path").unwrap();
        let hosts = Environment::Emulator { origin }.hosts();
        assert_eq!(hosts.token, "http://localhost:8090");
        assert_eq!(hosts.authorize, "http://localhost:8090");
        assert_eq!(hosts.sdk_url(), "http://localhost:8090/sdk.js");
    }

    #[test]
    fn one_host_can_be_put_elsewhere_and_the_others_stay() {
        let proxy = Url::parse("http://localhost:9000/ignored").unwrap();
        let hosts = Environment::Sandbox.hosts().with(Host::Ecommerce, &proxy);
        assert_eq!(hosts.ecommerce, "http://localhost:9000");
        assert_eq!(hosts.platform, Environment::Sandbox.hosts().platform);
    }

    #[test]
    fn only_production_moves_real_money() {
        assert!(!Environment::Sandbox.is_production());
        assert!(Environment::ProductionEu.is_production());
    }

    #[test]
    fn an_emulator_is_the_same_whatever_its_path() {
        let at = |text| Environment::Emulator { origin: Url::parse(text).unwrap() };
        assert!(at("http://localhost:1/a").is_same_as(&at("http://localhost:1/b")));
        assert!(!at("http://localhost:1").is_same_as(&at("http://localhost:2")));
    }
}
