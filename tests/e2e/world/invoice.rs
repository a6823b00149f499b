//! Invoices as tests ask for them.

use serde_json::{Value, json};

/// What the merchant asks for. Fields may be changed at will.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) number: String,
    pub(crate) customer: String,
    pub(crate) currency: &'static str,
    /// Description, quantity, unit amount, tax.
    pub(crate) lines: Vec<(String, i64, i64, i64)>,
    pub(crate) due_date: Option<&'static str>,
    pub(crate) expires_at: Option<String>,
    pub(crate) notes: String,
    /// The smallest part in minor units; `None` where it is paid at once.
    pub(crate) partial_minimum: Option<i64>,
    pub(crate) tips: bool,
    /// Day and minor units of each instalment.
    pub(crate) schedule: Vec<(&'static str, i64)>,
}

/// An invoice that the server has.
#[derive(Clone, Debug)]
pub(crate) struct Invoice {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) pay_url: String,
    /// Minor units.
    pub(crate) total: i64,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            number: "INV-2041".to_owned(),
            customer: "Dana Whitfield".to_owned(),
            currency: "USD",
            lines: vec![
                ("Drain inspection".to_owned(), 1, 6_500, 520),
                ("Copper pipe, per metre".to_owned(), 3, 1_795, 440),
            ],
            due_date: Some("2030-12-31"),
            expires_at: None,
            notes: "Thank you for your business.".to_owned(),
            partial_minimum: None,
            tips: false,
            schedule: Vec::new(),
        }
    }
}

impl Draft {
    pub(super) fn body(&self) -> Value {
        let lines = self.lines.iter().map(|(description, quantity, unit_amount, tax)| {
            json!({ "description": description, "quantity": quantity, "unit_amount": unit_amount, "tax": tax })
        });
        let schedule = self.schedule.iter().map(|(date, amount)| json!({ "date": date, "amount": amount }));
        json!({
            "number": self.number,
            "customer": { "name": self.customer, "email": "dana@example.test" },
            "currency": self.currency,
            "lines": lines.collect::<Vec<_>>(),
            "due_date": self.due_date,
            "expires_at": self.expires_at,
            "notes": self.notes,
            "partial_minimum": self.partial_minimum,
            "tips": self.tips,
            "schedule": schedule.collect::<Vec<_>>(),
        })
    }
}

impl Invoice {
    /// The secret in the pay link.
    pub(super) fn link(&self) -> &str {
        self.pay_url.rsplit('/').next().unwrap_or_default()
    }

    pub(super) fn read(body: &Value) -> Self {
        let text = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("{name} in {body}")).to_owned();
        Self {
            id: text("id"),
            number: text("number"),
            pay_url: text("pay_url"),
            total: body["totals"]["total"].as_i64().unwrap(),
        }
    }
}
