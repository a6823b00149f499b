//! The payer's device: its screen, its settings, its network.

use serde_json::json;

use super::Payer;

impl Payer {
    /// Has a screen of this size, in pixels of the style sheets.
    pub(crate) async fn has_a_screen_of(&self, width: u32, height: u32) {
        self.zooms(width, height, 1).await;
    }

    /// Has a screen on which so many of its own pixels make one of these.
    pub(crate) async fn zooms(&self, width: u32, height: u32, zoom: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": zoom, "mobile": false });
        self.browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Has set these of the features that style sheets ask for, and none besides.
    pub(crate) async fn has_set(&self, features: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
        let features: Vec<_> = features.iter().map(feature).collect();
        self.browser.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Has told the browser which language to ask for.
    pub(crate) async fn speaks(&self, tag: &str) {
        let agent = self.asks("return navigator.userAgent", vec![]).await;
        let parameters = json!({ "userAgent": agent, "acceptLanguage": tag });
        self.browser.devtools("Emulation.setUserAgentOverride", parameters).await;
    }

    /// Looks at the page as it would be printed.
    pub(crate) async fn previews_print(&self) {
        self.browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    }

    /// Has scripts switched on, or off.
    pub(crate) async fn has_scripts(&self, on: bool) {
        self.browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !on })).await;
    }

    /// Loses the network in this tab, or has it again.
    pub(crate) async fn is_online(&self, online: bool) {
        self.has_a_network(!online, 0, -1).await;
    }

    /// Has the network of a telephone far from the mast: each step of the page can be seen before the next.
    pub(crate) async fn has_a_slow_network(&self) {
        self.has_a_network(false, 200, 150_000).await;
    }

    /// Has a network on which the page's program takes seconds, and has the usual one again with [`Payer::is_online`].
    pub(crate) async fn has_a_crawling_network(&self) {
        self.has_a_network(false, 100, 25_000).await;
    }

    /// `latency` in milliseconds, `throughput` in bytes a second, -1 without a limit.
    async fn has_a_network(&self, offline: bool, latency: u32, throughput: i32) {
        let conditions = json!({
            "offline": offline,
            "latency": latency,
            "downloadThroughput": throughput,
            "uploadThroughput": throughput,
        });
        self.browser.devtools("Network.enable", json!({})).await;
        self.browser.devtools("Network.emulateNetworkConditions", conditions).await;
    }

    /// Gets no answer for addresses that fit this pattern.
    pub(crate) async fn cannot_reach(&self, pattern: &str) {
        self.browser.devtools("Network.enable", json!({})).await;
        self.browser.devtools("Network.setBlockedURLs", json!({ "urls": [pattern] })).await;
    }

    /// Runs this script at the start of every page from now on.
    pub(crate) async fn has_at_hand(&self, script: &str) {
        let parameters = json!({ "source": script });
        self.browser.devtools("Page.addScriptToEvaluateOnNewDocument", parameters).await;
    }
}
