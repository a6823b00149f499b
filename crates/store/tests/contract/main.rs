//! The contract of the store port, one story per promise, told to every engine.
//!
//! A further engine is one function in `engines` and one `mod` here.
#![cfg(test)]

#[cfg(test)]
mod engines;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod stories;

macro_rules! suite {
    ($open:path) => {
        suite! { $open;
            invoices::an_invoice_is_read_back_as_it_was_stored,
            invoices::an_invoice_with_the_least_facts_is_read_back,
            invoices::a_schedule_is_read_back_and_outlives_a_change,
            invoices::every_state_of_an_invoice_is_read_back,
            invoices::a_number_is_unique_for_one_merchant_only,
            invoices::a_refused_invoice_leaves_nothing_behind,
            invoices::one_number_stored_twice_at_once_is_stored_once,
            invoices::an_invoice_of_another_merchant_is_not_found,
            invoices::what_nobody_stored_is_not_found,
            invoices::invoices_are_listed_newest_first_page_by_page,
            invoices::nothing_comes_after_an_invoice_that_is_not_there,
            begin::a_first_attempt_starts_and_is_found,
            begin::a_start_moves_the_invoice_on,
            begin::a_known_key_answers_with_its_attempt,
            begin::a_known_key_answers_even_after_the_end,
            begin::another_key_meets_the_live_attempt,
            begin::after_the_end_another_attempt_may_start,
            begin::an_invoice_that_moved_on_starts_nothing,
            begin::an_unknown_invoice_starts_nothing,
            begin::a_key_is_known_for_one_invoice_only,
            begin::of_fifty_at_once_exactly_one_starts,
            begin::one_key_eight_times_at_once_is_one_attempt,
            begin::more_than_what_is_due_starts_nothing,
            begin::either_the_invoice_is_taken_back_or_the_payment_starts,
            commits::a_change_is_written_together,
            commits::a_stale_payment_leaves_nothing_behind,
            commits::a_stale_invoice_leaves_nothing_behind,
            commits::a_change_of_what_is_not_there_is_stale,
            commits::of_two_writers_at_once_one_is_stale,
            commits::every_state_of_a_payment_is_read_back,
            commits::every_fact_of_a_payment_is_read_back,
            commits::the_language_of_a_payment_outlives_its_changes,
            commits::a_charge_counts_once_for_an_invoice,
            commits::the_card_is_gone_once_it_is_decided,
            commits::the_address_of_a_page_is_gone_once_the_payment_is_decided,
            look_ups::a_payment_is_found_by_its_charge,
            look_ups::a_payment_is_found_by_its_reference,
            look_ups::a_payment_is_found_by_the_session_of_its_page,
            look_ups::an_invoice_is_found_by_its_order,
            look_ups::the_payments_of_an_invoice_are_listed_oldest_first,
            look_ups::the_payments_of_a_period_are_listed_oldest_first,
            look_ups::what_is_odd_is_listed_for_its_merchant,
            refunds::a_refund_is_read_back_in_every_state,
            refunds::a_refund_of_a_payment_that_moved_on_is_worked_out_again,
            refunds::a_payment_has_one_open_refund_at_most,
            refunds::a_stale_refund_leaves_nothing_behind,
            refunds::due_refunds_are_claimed_oldest_first,
            refunds::a_refund_that_is_not_due_or_has_ended_is_not_claimed,
            refunds::who_held_a_claimed_refund_can_no_longer_write,
            refunds::two_workers_at_once_share_the_refunds,
            statements::a_statement_is_read_back_as_it_was_stored,
            statements::a_statement_gets_another_link_and_is_taken_back,
            statements::statements_are_listed_newest_first_page_by_page,
            statements::members_come_in_the_order_asked_for_with_what_is_paying_them,
            statements::what_a_customer_has_open_is_found_oldest_first,
            statements::a_joint_attempt_starts_and_is_found_with_its_shares,
            statements::a_known_key_of_a_statement_answers_with_its_attempt,
            statements::while_a_joint_attempt_lives_no_other_starts_with_any_of_its_invoices,
            statements::an_invoice_that_is_being_paid_alone_starts_no_joint_attempt,
            statements::what_moved_on_starts_no_joint_attempt,
            statements::a_share_beyond_what_is_due_starts_nothing,
            statements::every_invoice_of_a_joint_payment_is_settled_together,
            statements::one_stale_invoice_of_several_leaves_nothing_behind,
            statements::an_ended_joint_attempt_does_not_come_to_life_beside_another,
            statements::a_refund_says_from_which_invoices_it_takes,
            statements::of_many_at_once_no_two_have_an_invoice_in_common,
            statements::of_one_statement_fifty_times_at_once_exactly_one_starts,
            cards::a_card_is_written_with_the_payment_that_saved_it,
            cards::every_state_of_a_card_is_read_back,
            cards::cards_are_listed_for_their_merchant_and_their_mailbox,
            cards::a_stale_card_is_not_written,
            cards::due_cards_are_claimed_once_until_the_lease_ends,
            cards::a_card_that_clover_lost_is_removed_with_the_decline,
            cards::a_code_is_guessed_five_times_at_most_even_at_once,
            cards::an_old_or_replaced_code_is_not_guessed,
            cards::one_mailbox_gets_so_many_codes,
            cards::a_ticket_is_given_once_and_found_again,
            claims::due_payments_are_claimed_oldest_first,
            claims::what_is_not_due_or_has_ended_is_not_claimed,
            claims::a_claimed_payment_is_seen_again_when_the_lease_ends,
            claims::who_held_a_claimed_payment_can_no_longer_write,
            claims::a_worker_may_write_what_it_claimed,
            claims::two_workers_at_once_share_the_work,
            events::every_event_is_read_back_in_order,
            events::no_more_events_than_asked_for_are_read,
            events::the_records_can_be_read,
            outbox::an_event_is_claimed_once_until_its_lease_ends,
            outbox::events_of_others_are_not_claimed,
            outbox::two_tellers_at_once_share_the_work,
            outbox::what_came_of_a_try_is_read_back,
            outbox::who_lost_the_lease_records_nothing,
            outbox::events_of_one_invoice_go_one_after_the_other,
            outbox::an_event_that_is_always_refused_holds_back_the_others_for_a_while_only,
            outbox::an_event_is_told_again_when_somebody_asks,
            outbox::the_feed_goes_on_where_a_reader_was,
            outbox::a_reader_of_the_feed_misses_no_event_that_was_written_meanwhile,
            outbox::the_log_of_tellings_is_newest_first,
            mails::every_kind_of_mail_is_read_back,
            mails::a_mail_is_claimed_once_until_its_lease_ends,
            mails::mails_of_all_merchants_are_claimed_oldest_first,
            mails::two_senders_at_once_share_the_mails,
            mails::what_became_of_a_mail_is_read_back,
            mails::who_lost_the_lease_of_a_mail_records_nothing,
            mails::a_code_is_forgotten_once_it_was_sent,
            mails::a_stale_decision_mails_nothing,
            mails::a_mail_is_written_once_only,
            mails::an_invoice_and_its_mail_are_stored_together_or_not_at_all,
            mails::a_link_is_renewed_with_its_end,
        }
    };
    ($open:path; $($file:ident::$story:ident),+ $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let engine = $open().await;
                crate::stories::$file::$story(std::sync::Arc::clone(&engine.store)).await;
            }
        )+
    };
}

mod sqlite {
    suite!(crate::engines::sqlite);
}

mod postgres {
    suite!(crate::engines::postgres);
}

mod memory {
    suite!(crate::engines::memory);
}

/// Only a database outlives its process.
mod orphans {
    use payments::port::Store;

    use crate::engines::sqlite;
    use crate::samples::{after, at, started};
    use crate::stories::written;

    #[tokio::test]
    async fn what_a_dead_process_left_is_due_at_once_and_what_has_ended_is_not() {
        let engine = sqlite().await;
        let (_, left) = started(&*engine.store, 1).await;
        let (_, other) = started(&*engine.store, 2).await;
        let why = payments::payment::Happening::NeverSent(payments::NotSent::Busy);
        let ended = after(other, vec![why]);
        written(&*engine.store, payments::port::Change { payment: Some(ended), ..Default::default() }).await;
        assert_eq!(engine.store.claim_due(at(3), at(900), 10).await, Ok(vec![]));
        let Ok(store::Serving::Alone(alone)) = engine.store.begin_serving() else {
            panic!("a SQLite file is served alone");
        };
        assert_eq!(engine.store.hasten_orphans(&alone, at(3)).await, Ok(1));
        let due = engine.store.claim_due(at(3), at(900), 10).await.unwrap();
        assert_eq!(due.iter().map(|payment| &payment.id).collect::<Vec<_>>(), [&left.id]);
    }
}
