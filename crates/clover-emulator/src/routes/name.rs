//! What faults and the request log call a route: the one table of names and paths.

use axum::http::Method;
use serde::{Deserialize, Serialize};

/// A row is `Variant "name" "METHOD" [segments of the path];`, where `_` stands for any segment and `..` for the rest.
macro_rules! route_names {
    ($($variant:ident $name:literal $method:tt [$($segment:tt),*];)*) => {
        /// What faults and the request log call a route.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum RouteName {
            /// Every route, for faults.
            Any,
            $($variant,)*
        }

        impl RouteName {
            pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
                let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
                match (method.as_str(), segments.as_slice()) {
                    $(($method, [$($segment),*]) => Some(Self::$variant),)*
                    _ => None,
                }
            }

            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    Self::Any => "any",
                    $(Self::$variant => $name,)*
                }
            }

            /// Every single route with a method and a path that lead to it, ids left as `_`.
            pub(crate) const ALL: &[(Self, &str, &[&str])] =
                &[$((Self::$variant, stringify!($method), &[$(stringify!($segment)),*]),)*];
        }
    };
}

route_names! {
    Sdk "sdk" "GET" ["sdk.js"];
    Widget "widget" "GET" ["widget.html"];
    Assets "assets" "GET" ["assets", ..];
    Pakms "pakms" "GET" ["pakms", "apikey"];
    Tokens "tokens" "POST" ["v1", "tokens"];
    CreatePlan "create-plan" "POST" ["recurring", "v1", "plans"];
    ListPlans "list-plans" "GET" ["recurring", "v1", "plans"];
    GetPlan "get-plan" "GET" ["recurring", "v1", "plans", _];
    UpdatePlan "update-plan" "PUT" ["recurring", "v1", "plans", _];
    CreateSubscription "create-subscription" "POST" ["recurring", "v1", "plans", _, "subscriptions"];
    ListSubscriptions "list-subscriptions" "GET" ["recurring", "v1", "subscriptions"];
    GetSubscription "get-subscription" "GET" ["recurring", "v1", "subscriptions", _];
    UpdateSubscription "update-subscription" "PUT" ["recurring", "v1", "subscriptions", _];
    DeleteSubscription "delete-subscription" "DELETE" ["recurring", "v1", "subscriptions", _];
    CreateCheckout "create-checkout" "POST" ["invoicingcheckoutservice", "v1", "checkouts"];
    CheckoutPage "checkout-page" "GET" ["checkout", _];
    PayCheckout "pay-checkout" "POST" ["checkout", _];
    CreateCharge "create-charge" "POST" ["v1", "charges"];
    ListCharges "list-charges" "GET" ["v1", "charges"];
    GetCharge "get-charge" "GET" ["v1", "charges", _];
    CaptureCharge "capture-charge" "POST" ["v1", "charges", _, "capture"];
    CreateOrder "create-order" "POST" ["v1", "orders"];
    ListOrders "list-orders" "GET" ["v1", "orders"];
    GetOrder "get-order" "GET" ["v1", "orders", _];
    PayOrder "pay-order" "POST" ["v1", "orders", _, "pay"];
    ReturnOrder "return-order" "POST" ["v1", "orders", _, "returns"];
    CreateRefund "create-refund" "POST" ["v1", "refunds"];
    ListRefunds "list-refunds" "GET" ["v1", "refunds"];
    GetRefund "get-refund" "GET" ["v1", "refunds", _];
    Authorize "authorize" _ ["oauth", "v2", "authorize"];
    OauthToken "oauth-token" "POST" ["oauth", "v2", "token"];
    OauthRefresh "oauth-refresh" "POST" ["oauth", "v2", "refresh"];
    OauthRecovery "oauth-recovery" "POST" ["oauth", "v2", "recovery"];
    AppMarket "app-market" "GET" ["appmarket", "apps", _];
    CreateCustomer "create-customer" "POST" ["v1", "customers"];
    GetCustomer "get-customer" "GET" ["v1", "customers", _];
    UpdateCustomer "update-customer" "PUT" ["v1", "customers", _];
    RevokeCard "revoke-card" "DELETE" ["v1", "customers", _, "sources", _];
    BalanceInquiry "balance-inquiry" "POST" ["v1", "balance_inquiry"];
    Platform "platform" "GET" ["v3", "merchants", ..];
}

impl RouteName {
    /// Whether what is set for `self` strikes `other`.
    pub(crate) fn covers(self, other: Self) -> bool {
        self == Self::Any || self == other
    }

    /// A method and a path that lead to each route, for whoever wants to try them all.
    pub(crate) fn samples() -> impl Iterator<Item = (&'static str, String, String)> {
        Self::ALL.iter().map(|(route, method, segments)| {
            let method = if *method == "_" { "GET" } else { method.trim_matches('"') };
            let segments = segments.iter().map(|segment| match *segment {
                "_" => "NONE",
                // No file of this name; an account that nobody has.
                ".." => "none",
                literal => literal.trim_matches('"'),
            });
            let path = segments.fold(String::new(), |path, segment| format!("{path}/{segment}"));
            (route.as_str(), method.to_owned(), path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_the_same_everywhere_and_its_sample_leads_back_to_it() {
        for (route, method, path) in RouteName::samples() {
            let method: Method = method.parse().unwrap();
            let found = RouteName::of(&method, &path).unwrap();
            assert_eq!(found.as_str(), route);
            assert_eq!(serde_json::to_value(found).unwrap(), route);
        }
    }
}
