//! The sentences in English.

use super::{Notice, PaymentWords, Topic, Words};

pub(super) const WORDS: Words = Words {
    greeting: "Hello {customer},",
    invoice: "Invoice",
    sent: Topic {
        subject: "Invoice {number} from {merchant}",
        title: "Your invoice from {merchant}",
        text: "{merchant} has sent you invoice {number}. You can look at it and pay it online.",
    },
    fresh: Topic {
        subject: "Your new link for invoice {number} from {merchant}",
        title: "Here is your new link",
        text: "The earlier link to invoice {number} had expired, and a new one was asked for on its page. \
               If that was not you, there is nothing you need to do.",
    },
    fresh_statement: Topic {
        subject: "Your new link for your statement from {merchant}",
        title: "Here is your new link",
        text: "The earlier link to your statement had expired, and a new one was asked for on its page. \
               If that was not you, there is nothing you need to do.",
    },
    one: PaymentWords {
        receipt: Topic {
            subject: "Receipt for invoice {number} from {merchant}",
            title: "Thank you for your payment",
            text: "{merchant} has received your payment for invoice {number}.",
        },
        approved: Topic {
            subject: "Your payment for invoice {number} went through",
            title: "Your payment went through",
            text: "For a while it was not known whether your payment for invoice {number} had succeeded. Now it is: \
                   the card was charged once, and {merchant} has received the money.",
        },
        not_charged: Topic {
            subject: "Your payment for invoice {number} did not go through",
            title: "Your card was not charged",
            text: "For a while it was not known whether your payment for invoice {number} had succeeded. Now it is: \
                   it did not go through, and the card was not charged.",
        },
        refund: Topic {
            subject: "{merchant} has refunded {amount}",
            title: "Your money is on its way back",
            text: "{merchant} has refunded {amount} of your payment for invoice {number}.",
        },
        still_due: "{amount} of this invoice is still to be paid.",
        unexpected: "The invoice was no longer open when the money arrived. {merchant} has been told and decides whether \
                     to return it.",
    },
    several: PaymentWords {
        receipt: Topic {
            subject: "Receipt for {count} invoices from {merchant}",
            title: "Thank you for your payment",
            text: "{merchant} has received your payment for {count} invoices.",
        },
        approved: Topic {
            subject: "Your payment for {count} invoices went through",
            title: "Your payment went through",
            text: "For a while it was not known whether your payment for {count} invoices had succeeded. Now it is: \
                   the card was charged once, and {merchant} has received the money.",
        },
        not_charged: Topic {
            subject: "Your payment for {count} invoices did not go through",
            title: "Your card was not charged",
            text: "For a while it was not known whether your payment for {count} invoices had succeeded. Now it is: \
                   it did not go through, and the card was not charged.",
        },
        refund: Topic {
            subject: "{merchant} has refunded {amount}",
            title: "Your money is on its way back",
            text: "{merchant} has refunded {amount} of your payment for {count} invoices.",
        },
        still_due: "{amount} of these invoices is still to be paid.",
        unexpected: "Not all of the invoices were still open when the money arrived. {merchant} has been told and \
                     decides whether to return it.",
    },
    code: Topic {
        subject: "Your code for {merchant}",
        title: "Your code",
        text: "Type this code on the page that asked for it. If you did not ask for a code, somebody may have typed \
               your address by mistake: you need not do anything, but do not pass the code on.",
    },
    works_until: "The link works until {date}.",
    try_again: "If you still want to pay, you can do so here.",
    takes_days: "Banks take a few days until the refund shows on your card statement.",
    code_life: "The code works for {minutes} minutes.",
    view_and_pay: "View and pay",
    view_receipt: "View the receipt",
    amount_due: "Amount due",
    due_date: "Due",
    amount_paid: "Amount paid",
    tip: "Tip",
    paid_on: "Paid on",
    card: "Card",
    reference: "Reference",
    auth_code: "Approval code",
    amount_refunded: "Refunded",
    questions: "Questions? This is how you reach {merchant}:",
    why_you: "You get this e-mail because this address was given for an invoice or a payment at {merchant}.",
    fresh_link_page: Notice {
        title: "Look into your mailbox",
        text: "If there is an address for this link, a new one is on its way to it. It should arrive within a few \
               minutes. If it does not, please ask the business that sent you the invoice.",
    },
    too_many_page: Notice {
        title: "Please wait a minute",
        text: "There were too many requests from your connection. Go back, wait a minute, and try again.",
    },
};
