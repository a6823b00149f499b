//! Charges, orders and refunds: requests are written as the fixtures have them, and answers are read.

use clover_api::wire::{
    AdditionalChargeType, Address, BillPay, CaptureCharge, Charge, ChargeStatus, CreateCharge, CreateOrder,
    CreateRefund, CurrencyCode, EcomIndicator, InstallmentInfo, Level2, List, Metadata, Order, OrderItem,
    OrderReturn, OrderStatus, PayOrder, PayerDetails, Refund, RefundReason, Shipping, SoftDescriptor,
    SourceId, StoredCredentials, TaxRate, Tender,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn fixture(name: &str) -> Value {
    let path = format!("{}/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn assert_written_as(request: &impl Serialize, name: &str) {
    assert_eq!(serde_json::to_value(request).ok(), Some(fixture(name)), "{name}");
}

fn usd() -> CurrencyCode {
    CurrencyCode::from("usd")
}

fn token() -> SourceId {
    SourceId::from("clv_1TSTS0123456789abcdefghi")
}

#[expect(clippy::unnecessary_wraps, reason = "the fields it fills are optional")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_charge_with_everything_is_written_in_clovers_words() {
    let plan = InstallmentInfo {
        invoice_number: text("INV-2081"),
        description: text("Monthly plan"),
        ..InstallmentInfo::of(BillPay::Recurring)
    };
    let charge = CreateCharge {
        description: text("Boiler service"),
        ecomind: Some(EcomIndicator::Moto),
        external_reference_id: text("INV-2081"),
        receipt_email: text("ada@example.test"),
        tax_amount: Some(2_250),
        tax_rate_uuid: text("TAX10PERCENT0"),
        tip_amount: Some(500),
        customer: Some(PayerDetails {
            first_name: text("Ada"),
            last_name: text("Payer"),
            phone: text("2125550100"),
            email: text("ada@example.test"),
        }),
        metadata: Some(Metadata::default().with("visit", 7).with("paid_by", "office").with("urgent", false)),
        stored_credentials: Some(StoredCredentials::scheduled(plan)),
        soft_descriptor: Some(SoftDescriptor {
            dba_name: text("Trefoil Boilers"),
            street: text("1 Main Street"),
            city: text("New York"),
            region: text("NY"),
            postal_code: text("10001"),
            country_code: text("US"),
            merchant_contact_info: text("2125550199"),
        }),
        level2: Some(Level2 {
            tax_amount: Some(2_250),
            tax_indicator: text("PROVIDED"),
            pc_order_number: text("PO-77"),
            ..Level2::default()
        }),
        skip_default_convenience_fee: Some(true),
        ..CreateCharge::reserving(48_250, usd(), token())
    };
    assert_written_as(&charge, "create-charge");
    assert_eq!(read::<CreateCharge>("create-charge"), charge);
}

#[test]
fn the_other_requests_are_written_in_clovers_words() {
    assert_written_as(&CreateCharge::tendered(1_833, usd(), Tender::cash()), "create-charge-cash");
    let capture = CaptureCharge {
        tip_amount: Some(100),
        receipt_email: text("ada@example.test"),
        ..CaptureCharge::only(900)
    };
    assert_written_as(&capture, "capture-charge");
    assert_eq!(serde_json::to_value(CaptureCharge::all()).unwrap(), json!({}));
    let pay = PayOrder {
        email: text("ada@example.test"),
        tip_amount: Some(300),
        external_reference_id: text("INV-2081"),
        metadata: Some(Metadata::default().with("visit", 7)),
        stored_credentials: Some(StoredCredentials::first()),
        ..PayOrder::in_part(2_000, token())
    };
    assert_written_as(&pay, "pay-order");
    let refund = CreateRefund {
        external_reference_id: text("INV-2081"),
        metadata: Some(Metadata::default().with("ticket", "42")),
        ..CreateRefund::of("9KQ4T7XNB2M0E", 500).because(RefundReason::Duplicate)
    };
    assert_written_as(&refund, "create-refund");
}

#[test]
fn an_order_with_everything_is_written_in_clovers_words() {
    let order = CreateOrder {
        email: text("ada@example.test"),
        customer: text("S5HHCDEXTF550"),
        shipping: Some(Shipping {
            name: text("Ada Payer"),
            phone: text("2125550100"),
            carrier: text("DHL"),
            tracking_number: text("JD0140"),
            address: Some(Address {
                line1: text("1 Main Street"),
                line2: text("Floor 2"),
                city: text("New York"),
                state: text("NY"),
                postal_code: text("10001"),
                country: text("US"),
            }),
        }),
        metadata: Some(Metadata::default().with("visit", 7)),
        ..CreateOrder::of(
            usd(),
            vec![
                OrderItem::sku("Hour of work", 1_800)
                    .times(3)
                    .taxed(TaxRate::stored("Sales Tax", "TAX10PERCENT0")),
                OrderItem::shipping("Courier", 1_250),
            ],
        )
    };
    assert_written_as(&order, "create-order");
}

#[test]
fn a_customer_or_a_tender_can_pay_an_order_without_a_token() {
    let by_customer = serde_json::to_value(PayOrder::by_customer("S5HHCDEXTF550")).unwrap();
    assert_eq!(by_customer, json!({ "customer": "S5HHCDEXTF550", "ecomind": "ecom" }));
    let tender = Tender::Label("Voucher".into());
    let tendered = serde_json::to_value(PayOrder::tendered(tender)).unwrap();
    assert_eq!(tendered, json!({ "source": "alternate_tender", "tender": { "label": "Voucher" } }));
}

#[test]
fn what_is_on_the_payers_statement_counts_tip_surcharge_and_fee() {
    let charge: Charge = read("charge-surcharged");
    assert_eq!(charge.additional_charges[0].kind, Some(AdditionalChargeType::CreditSurcharge));
    assert_eq!(charge.total(), 48_250 + 500 + 1_448 + 150);
    assert_eq!(charge.metadata.unwrap()["visit"], 7);
    assert!(charge.warning_message.is_some());
}

#[test]
fn additional_charges_of_any_make_break_no_charge() {
    for odd in [
        json!(null),
        json!({}),
        json!("none"),
        json!([{ "amount": "12" }]),
        json!({ "elements": [{ "amount": 12 }, 7] }),
    ] {
        let mut charge = fixture("charge-approved");
        charge["additional_charges"] = odd.clone();
        let read = serde_json::from_value::<Charge>(charge);
        assert!(read.is_ok_and(|charge| charge.is_approved()), "{odd}");
    }
}

#[test]
fn a_declined_charge_says_why_and_a_tendered_one_how() {
    let declined: Charge = read("charge-declined");
    assert_eq!((declined.status, declined.failure_code), (ChargeStatus::Failed, text("card_declined")));
    let tendered: Charge = read("charge-tendered");
    assert!(tendered.is_approved() && tendered.source.is_none());
    assert_eq!(tendered.tender.unwrap()["label_key"], "com.clover.tender.cash");
}

#[test]
fn a_captured_charge_says_how_much_was_taken() {
    let charge: Charge = read("charge-captured");
    assert_eq!((charge.captured, charge.amount_captured, charge.total()), (Some(true), Some(900), 1_000));
}

#[test]
fn an_order_paid_in_part_is_not_paid_and_names_its_charges() {
    let order: Order = read("order-partly-paid");
    assert!(!order.is_paid());
    assert_eq!((order.amount_paid, order.past_charges.len()), (Some(2_000), 1));
    assert!(order.past_charges[0].is_approved());
    assert!(read::<Order>("order-paid").past_charges.is_empty());
}

#[test]
fn an_order_keeps_shipping_and_the_rates_of_its_lines() {
    let order: Order = read("order-shipped");
    assert_eq!(order.items[0].tax_rates[0].rate, Some(1_000_000));
    assert_eq!(order.shipping.unwrap().address.unwrap().city, text("New York"));
}

#[test]
fn a_return_tells_what_was_asked_from_what_was_given_back() {
    let returned: OrderReturn = read("order-return");
    assert_eq!((returned.amount, returned.amount_returned), (100, Some(5_400)));
    assert_eq!(returned.status, OrderStatus::Returned);
}

#[test]
fn a_partial_refund_keeps_reason_and_notes() {
    let refund: Refund = read("refund-partial");
    assert_eq!((refund.amount, refund.reason), (500, Some(RefundReason::Duplicate)));
    assert_eq!(refund.metadata.unwrap()["ticket"], "42");
    let list = json!({ "object": "list", "data": [fixture("refund-partial")] });
    assert_eq!(serde_json::from_value::<List<Refund>>(list).unwrap().data.len(), 1);
}
