//! How to do things: one page per system of Clover's, each with examples that run against `clover-emulator`.
//!
//! The examples start an emulator behind the scenes and call what talks to it `clover`. A program of yours would name
//! [`Environment::Sandbox`] or a region of production instead, and read its API token from where it keeps secrets.
//! Amounts are written as `48_25`: minor units, 48.25 dollars.
//!
//! First, to be let in:
//!
//! | I want to | Page |
//! |---|---|
//! | say which Clover I mean, and not be able to mix them up | [`environments`] |
//! | act for merchants who connect my app | [`oauth`] |
//! | let a payment page make tokens | [`pakms`] |
//!
//! Then, to take money:
//!
//! | I want to | Page |
//! |---|---|
//! | charge a token that a page got from Clover's fields, reserve, add a tip, write down cash | [`charges`] |
//! | have an invoice paid at most once, in parts, with taxes; take an order back | [`orders`] |
//! | send the payer to a page of Clover's | [`hosted_checkout`] |
//! | take a bank account, Apple Pay or another gateway's token | [`tokens`] |
#![cfg_attr(
    feature = "raw-card-tokens-pci-dss",
    doc = "| take card numbers into my own hands, with all that follows | [`raw_cards`] |"
)]
//! | take a gift card | [`gift_cards`] |
//! | save a card and charge it again | [`customers`] |
//! | charge by the calendar | [`recurring`] |
//! | give money back | [`refunds`] |
//!
//! And to know where one stands:
//!
//! | I want to | Page |
//! |---|---|
//! | know what an error permits | [`errors`] |
//! | believe a webhook, or not | [`webhooks`] |
//! | read a merchant's books | [`platform`] |
//! | stay within Clover's limits | [`limits`] |
//!
//! [`Environment::Sandbox`]: crate::Environment::Sandbox

pub mod charges;
pub mod customers;
pub mod environments;
pub mod errors;
pub mod gift_cards;
pub mod hosted_checkout;
pub mod limits;
pub mod oauth;
pub mod orders;
pub mod pakms;
pub mod platform;
#[cfg(feature = "raw-card-tokens-pci-dss")]
pub mod raw_cards;
pub mod recurring;
pub mod refunds;
pub mod tokens;
pub mod webhooks;

/// The example of the README is compiled with those of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
