//! Where things are on the server, in the router's spelling and filled in.

use primitives::PaymentId;

/// The page of one invoice.
pub const PAY: &str = "/pay/{link}";
/// A payment's receipt: a page of its own, under a secret of its own.
pub const RECEIPT: &str = "/receipt/{token}";
/// The same on paper.
pub const RECEIPT_PDF: &str = "/receipt/{token}/receipt.pdf";
/// The invoice on paper.
pub const INVOICE_PDF: &str = "/pay/{link}/invoice.pdf";
/// The way to a page of Clover's own, for payers whose browser cannot show the card form.
pub const PAY_ELSEWHERE: &str = "/pay/{link}/elsewhere";
/// What the page shows, as JSON.
pub const LINK: &str = "/api/links/{link}";
/// Attempts to pay.
pub const LINK_PAYMENTS: &str = "/api/links/{link}/payments";
/// One attempt to pay.
pub const LINK_PAYMENT: &str = "/api/links/{link}/payments/{payment}";
/// Has a code mailed to the invoice's customer.
pub const LINK_CODES: &str = "/api/links/{link}/codes";
/// Takes the code, and answers with the customer's saved cards.
pub const LINK_CODE_CHECK: &str = "/api/links/{link}/codes/verify";
/// One of the customer's saved cards.
pub const LINK_CARD: &str = "/api/links/{link}/cards/{card}";
/// Pages of Clover's own on which the invoice can be paid.
pub const LINK_CHECKOUTS: &str = "/api/links/{link}/checkouts";
/// Another public key, after Clover has refused the one of the page.
pub const LINK_PUBLIC_KEY: &str = "/api/links/{link}/public-key";
/// Asks for a fresh link in place of an expired one, by mail.
pub const LINK_FRESH_LINK: &str = "/api/links/{link}/fresh-link";
/// The merchant's invoices.
pub const INVOICES: &str = "/api/v1/invoices";
/// One invoice of the merchant.
pub const INVOICE: &str = "/api/v1/invoices/{invoice}";
/// Gives an invoice a new link; the old one leads nowhere from then on.
pub const INVOICE_LINK: &str = "/api/v1/invoices/{invoice}/link";
/// Mails an invoice's link to its customer.
pub const INVOICE_SEND: &str = "/api/v1/invoices/{invoice}/send";
/// Takes an invoice back.
pub const INVOICE_VOID: &str = "/api/v1/invoices/{invoice}/void";

/// The merchant's statements: several invoices behind one link.
pub const STATEMENTS: &str = "/api/v1/statements";
/// One statement of the merchant.
pub const STATEMENT: &str = "/api/v1/statements/{statement}";
/// Gives a statement a new link; the old one leads nowhere from then on.
pub const STATEMENT_LINK: &str = "/api/v1/statements/{statement}/link";
/// Takes a statement back; its invoices stay as they are.
pub const STATEMENT_VOID: &str = "/api/v1/statements/{statement}/void";

/// The cards that payers let the merchant keep.
pub const CARDS: &str = "/api/v1/cards";
/// One of them.
pub const CARD: &str = "/api/v1/cards/{card}";
/// The merchant's payments.
pub const PAYMENTS: &str = "/api/v1/payments";
/// What happened to the merchant's invoices and payments.
pub const EVENTS: &str = "/api/v1/events";
/// Gives a payment back.
pub const PAYMENT_REFUNDS: &str = "/api/v1/payments/{payment}/refunds";
/// `POST`: keeps the money of a payment that came in unexpectedly.
pub const PAYMENT_KEEP: &str = "/api/v1/payments/{payment}/keep";

/// Links by which a merchant connects to Clover.
pub const CONNECTION_LINKS: &str = "/api/v1/connection-links";
/// Leads a merchant to Clover's consent page.
pub const CONNECT: &str = "/connect/{link}";
/// Where Clover sends the merchant back to.
pub const CONNECT_CALLBACK: &str = "/connect/callback";
/// What came of connecting.
pub const CONNECT_RESULT: &str = "/connect/result/{merchant}/{outcome}";
/// Where Clover posts events of the app.
pub const WEBHOOK_APP: &str = "/webhooks/clover/app";
/// Where Clover posts the payments of a merchant's hosted checkout.
pub const WEBHOOK_CHECKOUT: &str = "/webhooks/clover/checkout/{merchant}";

/// Whether the process lives.
pub const HEALTH: &str = "/healthz";
/// Whether the records can be read and written.
pub const READINESS: &str = "/readyz";
/// The description of all this for programs, as `OpenAPI` 3.1.
pub const OPENAPI: &str = "/api/openapi.json";

/// The path of [`CONNECT`] for this link.
pub fn connect(link: &str) -> String {
    ["/connect/", link].concat()
}

/// The path of [`CONNECT_RESULT`] for this merchant and outcome.
pub fn connect_result(merchant: &str, outcome: &str) -> String {
    ["/connect/result/", merchant, "/", outcome].concat()
}

/// The path of [`PAY`] for this link.
pub fn pay(link: &str) -> String {
    ["/pay/", link].concat()
}

/// The path of [`RECEIPT`] for this secret.
pub fn receipt(token: &str) -> String {
    ["/receipt/", token].concat()
}

/// The path of [`RECEIPT_PDF`] for this secret.
pub fn receipt_pdf(token: &str) -> String {
    ["/receipt/", token, "/receipt.pdf"].concat()
}

/// The path of [`INVOICE_PDF`] for this link.
pub fn invoice_pdf(link: &str) -> String {
    ["/pay/", link, "/invoice.pdf"].concat()
}

/// The path of [`PAY_ELSEWHERE`] for this link.
pub fn pay_elsewhere(link: &str) -> String {
    ["/pay/", link, "/elsewhere"].concat()
}

/// The path of [`LINK`] for this link.
pub fn link(link: &str) -> String {
    ["/api/links/", link].concat()
}

/// The path of [`LINK_PUBLIC_KEY`] for this link.
pub fn link_public_key(link: &str) -> String {
    ["/api/links/", link, "/public-key"].concat()
}

/// The path of [`LINK_CODES`] for this link.
pub fn link_codes(link: &str) -> String {
    ["/api/links/", link, "/codes"].concat()
}

/// The path of [`LINK_CODE_CHECK`] for this link.
pub fn link_code_check(link: &str) -> String {
    ["/api/links/", link, "/codes/verify"].concat()
}

/// The path of [`LINK_CARD`] for this link and card.
pub fn link_card(link: &str, card: &str) -> String {
    ["/api/links/", link, "/cards/", card].concat()
}

/// The path of [`LINK_PAYMENTS`] for this link.
pub fn link_payments(link: &str) -> String {
    ["/api/links/", link, "/payments"].concat()
}

/// The path of [`LINK_PAYMENT`] for this link and payment.
pub fn link_payment(link: &str, payment: &PaymentId) -> String {
    ["/api/links/", link, "/payments/", payment.as_str()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filled_in_paths_fit_their_patterns() {
        let payment = PaymentId::from_random([1; 16]);
        assert_eq!(pay("L"), PAY.replace("{link}", "L"));
        assert_eq!(receipt("T"), RECEIPT.replace("{token}", "T"));
        assert_eq!(receipt_pdf("T"), RECEIPT_PDF.replace("{token}", "T"));
        assert_eq!(invoice_pdf("L"), INVOICE_PDF.replace("{link}", "L"));
        assert_eq!(connect("L"), CONNECT.replace("{link}", "L"));
        let result = CONNECT_RESULT.replace("{merchant}", "m").replace("{outcome}", "o");
        assert_eq!(connect_result("m", "o"), result);
        assert_eq!(pay_elsewhere("L"), PAY_ELSEWHERE.replace("{link}", "L"));
        assert_eq!(link("L"), LINK.replace("{link}", "L"));
        assert_eq!(link_public_key("L"), LINK_PUBLIC_KEY.replace("{link}", "L"));
        assert_eq!(link_codes("L"), LINK_CODES.replace("{link}", "L"));
        assert_eq!(link_code_check("L"), LINK_CODE_CHECK.replace("{link}", "L"));
        assert_eq!(link_card("L", "C"), LINK_CARD.replace("{link}", "L").replace("{card}", "C"));
        assert_eq!(link_payments("L"), LINK_PAYMENTS.replace("{link}", "L"));
        let filled = LINK_PAYMENT.replace("{link}", "L").replace("{payment}", payment.as_str());
        assert_eq!(link_payment("L", &payment), filled);
    }
}
