//! Where Clover lives: the four sets of hosts, and an emulator's single origin.

use url::Url;

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
                    checkout: origin,
                }
            }
        }
    }

    /// Whether real money can move here.
    pub fn is_production(&self) -> bool {
        match self {
            Self::ProductionNa | Self::ProductionEu | Self::ProductionLatam => true,
            Self::Sandbox | Self::Emulator { .. } => false,
        }
    }
}

impl Hosts {
    fn production(region: &str) -> Self {
        Self {
            platform: format!("https://api.{region}clover.com"),
            ecommerce: format!("https://scl.{region}clover.com"),
            token: format!("https://token.{region}clover.com"),
            checkout: "https://checkout.clover.com".into(),
        }
    }

    /// The address of Clover's browser SDK.
    pub fn sdk_url(&self) -> String {
        format!("{}/sdk.js", self.checkout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_has_its_own_ecommerce_host() {
        let hosts = [Environment::ProductionNa, Environment::ProductionEu, Environment::ProductionLatam]
            .map(|environment| environment.hosts().ecommerce);
        assert_eq!(
            hosts,
            ["https://scl.clover.com", "https://scl.eu.clover.com", "https://scl.la.clover.com"]
        );
    }

    #[test]
    fn an_emulator_serves_everything_on_its_origin() {
        let origin = Url::parse("http://localhost:8090/some/path").unwrap();
        let hosts = Environment::Emulator { origin }.hosts();
        assert_eq!(hosts.token, "http://localhost:8090");
        assert_eq!(hosts.sdk_url(), "http://localhost:8090/sdk.js");
    }

    #[test]
    fn only_production_moves_real_money() {
        assert!(!Environment::Sandbox.is_production());
        assert!(Environment::ProductionEu.is_production());
    }
}
