//! Connections to Clover, links and browsers on their way, and webhooks, on both engines.
#![cfg(test)]

#[cfg(test)]
mod engines {
    use store::Database;
    use tempfile::TempDir;

    /// A fresh database, and the folder that goes with it when the test ends.
    pub(crate) async fn sqlite() -> (Database, Option<TempDir>) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("trefoil.db").display());
        (Database::connect(&url).await.unwrap(), Some(folder))
    }

    pub(crate) async fn postgres() -> (Database, Option<TempDir>) {
        let url = postgres_for_tests::shared().database().unwrap();
        (Database::connect(&url).await.unwrap(), None)
    }
}

#[cfg(test)]
mod stories {
    use jiff::Timestamp;
    use payments::desk::Hint;
    use primitives::MerchantSlug;
    use store::{
        Connection, ConnectionAttempt, ConnectionLink, Database, ReceivedWebhook, SealedPair, TakenAttempt,
    };

    const HOST: &str = "https://clover.example";
    const WHO: &str = "QRSTVWXYZ0123";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    fn pair(name: &str) -> SealedPair {
        SealedPair {
            access_token: format!("sealed access {name}"),
            access_until: at(1_800),
            refresh_token: format!("sealed refresh {name}"),
            refresh_until: at(1_000_000),
        }
    }

    fn acme() -> MerchantSlug {
        MerchantSlug::parse("acme").unwrap()
    }

    async fn version(database: &Database) -> i64 {
        match database.connection(HOST, WHO).await.unwrap() {
            Some(Connection::Kept { version, .. }) => version,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn a_connection_is_kept_for_its_host_and_merchant(database: Database) {
        assert_eq!(database.connection(HOST, WHO).await, Ok(None));
        database.keep_connection(HOST, WHO, &pair("one")).await.unwrap();
        let kept = database.connection(HOST, WHO).await.unwrap();
        assert_eq!(kept, Some(Connection::Kept { pair: pair("one"), version: 1 }));
        assert_eq!(database.connection("https://other.example", WHO).await, Ok(None));
        assert_eq!(database.connection(HOST, "OTHER").await, Ok(None));
        assert!(!format!("{kept:?}").contains("sealed access"));
    }

    pub(crate) async fn one_server_at_a_time_may_renew(database: Database) {
        database.keep_connection(HOST, WHO, &pair("one")).await.unwrap();
        let lease = |now, until| database.lease_connection(HOST, WHO, 1, at(now), at(until));
        let (one, other) = tokio::join!(lease(0, 90), lease(0, 90));
        let leases = [one.unwrap(), other.unwrap()];
        assert_eq!(leases.iter().flatten().count(), 1);
        assert_eq!(lease(89, 180).await, Ok(None));
        let first = leases.into_iter().flatten().next().unwrap();
        let second = lease(90, 180).await.unwrap().unwrap();
        assert_eq!(database.end_connection_lease(&first, Some(at(91))).await, Ok(false));
        assert_eq!(lease(92, 180).await, Ok(None));
        assert_eq!(database.end_connection_lease(&second, None).await, Ok(true));
        assert!(lease(93, 180).await.unwrap().is_some());
    }

    pub(crate) async fn a_renewed_pair_takes_the_place_of_the_leased_one_and_of_no_other(database: Database) {
        database.keep_connection(HOST, WHO, &pair("one")).await.unwrap();
        let lease = database.lease_connection(HOST, WHO, 1, at(0), at(90)).await.unwrap().unwrap();
        let renewed = database.renew_connection(&lease, &pair("two")).await.unwrap();
        assert_eq!(renewed, Connection::Kept { pair: pair("two"), version: 2 });
        assert_eq!(database.lease_connection(HOST, WHO, 1, at(1), at(90)).await, Ok(None));
        let lease = database.lease_connection(HOST, WHO, 2, at(1), at(90)).await.unwrap().unwrap();
        database.keep_connection(HOST, WHO, &pair("agreed anew")).await.unwrap();
        let stays = Connection::Kept { pair: pair("agreed anew"), version: 3 };
        assert_eq!(database.renew_connection(&lease, &pair("three")).await, Ok(stays));
        assert_eq!(database.end_connection_lease(&lease, Some(at(2))).await, Ok(false));
        assert_eq!(version(&database).await, 3);
    }

    pub(crate) async fn a_lost_connection_is_found_again_by_agreeing_anew(database: Database) {
        database.keep_connection(HOST, WHO, &pair("one")).await.unwrap();
        let lease = database.lease_connection(HOST, WHO, 1, at(0), at(90)).await.unwrap().unwrap();
        assert_eq!(database.end_connection_lease(&lease, Some(at(5))).await, Ok(true));
        assert_eq!(database.connection(HOST, WHO).await, Ok(Some(Connection::Lost { since: at(5) })));
        assert_eq!(database.lease_connection(HOST, WHO, 1, at(200), at(290)).await, Ok(None));
        database.keep_connection(HOST, WHO, &pair("two")).await.unwrap();
        assert_eq!(version(&database).await, 2);
    }

    pub(crate) async fn a_link_leads_until_it_is_used_or_over(database: Database) {
        assert_eq!(database.connection_link("d", at(0)).await, Ok(ConnectionLink::Unknown));
        database.keep_connection_link("d", &acme(), at(60)).await.unwrap();
        assert_eq!(database.connection_link("d", at(59)).await, Ok(ConnectionLink::Open(acme())));
        assert_eq!(database.connection_link("d", at(60)).await, Ok(ConnectionLink::Expired(acme())));
        assert_eq!(database.use_connection_link("d", at(30)).await, Ok(true));
        assert_eq!(database.use_connection_link("d", at(31)).await, Ok(false));
        assert_eq!(database.connection_link("d", at(31)).await, Ok(ConnectionLink::Used(acme())));
        database.forget_connection_attempts(at(61)).await.unwrap();
        assert_eq!(database.connection_link("d", at(31)).await, Ok(ConnectionLink::Unknown));
    }

    pub(crate) async fn a_browser_comes_back_once(database: Database) {
        let left = |digest: &str, expires_at| ConnectionAttempt {
            digest: digest.to_owned(),
            merchant: acme(),
            link: Some("l".to_owned()),
            verifier: Some("sealed".to_owned()),
            expires_at,
        };
        database.keep_connection_attempt(&left("a", at(60))).await.unwrap();
        database.keep_connection_attempt(&left("b", at(60))).await.unwrap();
        let take = |digest, now| database.take_connection_attempt(digest, at(now));
        assert_eq!(take("nobody", 0).await, Ok(TakenAttempt::Unknown));
        let (one, other) = tokio::join!(take("a", 1), take("a", 1));
        let first =
            [one.unwrap(), other.unwrap()].into_iter().filter(|it| matches!(it, TakenAttempt::First(_)));
        assert_eq!(first.collect::<Vec<_>>(), [TakenAttempt::First(left("a", at(60)))]);
        assert_eq!(take("a", 2).await, Ok(TakenAttempt::Again(left("a", at(60)))));
        assert_eq!(take("b", 60).await, Ok(TakenAttempt::Expired(left("b", at(60)))));
        database.forget_connection_attempts(at(61)).await.unwrap();
        assert_eq!(take("a", 2).await, Ok(TakenAttempt::Unknown));
    }

    fn news(fingerprint: &str, order: &str) -> ReceivedWebhook {
        let hint = Hint::Order(order.to_owned());
        ReceivedWebhook { fingerprint: fingerprint.to_owned(), merchant: acme(), hint }
    }

    pub(crate) async fn news_are_stored_once_and_claimed_once(database: Database) {
        let charge = ReceivedWebhook { hint: Hint::Charge("C".to_owned()), ..news("c", "") };
        let two = [news("a", "O1"), charge.clone()];
        assert_eq!(database.receive_webhooks(&two, at(0)).await, Ok(2));
        assert_eq!(database.receive_webhooks(&[news("a", "O1"), news("b", "O2")], at(1)).await, Ok(1));
        assert_eq!(database.receive_webhooks(&[news("a", "O1")], at(2)).await, Ok(0));
        assert_eq!(database.receive_webhooks(&[], at(2)).await, Ok(0));
        let claim = || database.claim_webhooks(at(5), at(65), 2);
        let (one, other) = tokio::join!(claim(), claim());
        let third = claim().await.unwrap();
        let claimed: Vec<_> = [one.unwrap(), other.unwrap(), third].concat();
        let mut webhooks: Vec<_> = claimed.into_iter().map(|due| due.webhook).collect();
        webhooks.sort_by(|one, other| one.fingerprint.cmp(&other.fingerprint));
        assert_eq!(webhooks, [news("a", "O1"), news("b", "O2"), charge]);
        assert_eq!(claim().await, Ok(vec![]));
    }

    pub(crate) async fn claimed_news_come_again_until_they_are_settled(database: Database) {
        database.receive_webhooks(&[news("a", "O1"), news("b", "O1"), news("c", "O2")], at(0)).await.unwrap();
        let first = database.claim_webhooks(at(0), at(60), 1).await.unwrap().remove(0);
        let again = database.claim_webhooks(at(60), at(120), 1).await.unwrap();
        let again = again.into_iter().find(|due| due.webhook == first.webhook);
        let rest = database.claim_webhooks(at(60), at(120), 10).await.unwrap();
        let again = again.or_else(|| rest.into_iter().find(|due| due.webhook == first.webhook)).unwrap();
        assert_eq!((first.tries, again.tries), (0, 1));
        database.settle_webhook(&first, Some(at(61))).await.unwrap();
        assert_eq!(database.claim_webhooks(at(61), at(120), 10).await, Ok(vec![]));
        database.settle_webhook(&again, Some(at(70))).await.unwrap();
        assert_eq!(database.claim_webhooks(at(70), at(130), 10).await.unwrap().len(), 1);
    }

    pub(crate) async fn one_look_settles_all_earlier_news_of_the_object(database: Database) {
        database.receive_webhooks(&[news("a", "O1"), news("b", "O1"), news("c", "O2")], at(0)).await.unwrap();
        let claimed = database.claim_webhooks(at(1), at(60), 1).await.unwrap().remove(0);
        database.receive_webhooks(&[news("d", "O1")], at(2)).await.unwrap();
        database.settle_webhook(&claimed, None).await.unwrap();
        let left = database.claim_webhooks(at(100), at(160), 10).await.unwrap();
        let left: Vec<_> = left.into_iter().map(|due| due.webhook.fingerprint).collect();
        assert_eq!(left, ["c", "d"]);
        assert_eq!(database.forget_webhooks(at(1)).await, Ok(2));
        assert_eq!(database.receive_webhooks(&[news("a", "O1"), news("c", "O2")], at(200)).await, Ok(1));
    }
}

macro_rules! suite {
    ($engine:ident: $($story:ident),+ $(,)?) => {
        #[cfg(test)]
        mod $engine {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $story() {
                    let (database, _folder) = crate::engines::$engine().await;
                    crate::stories::$story(database).await;
                }
            )+
        }
    };
    ($($engine:ident)+) => {
        $(suite! { $engine:
            a_connection_is_kept_for_its_host_and_merchant,
            one_server_at_a_time_may_renew,
            a_renewed_pair_takes_the_place_of_the_leased_one_and_of_no_other,
            a_lost_connection_is_found_again_by_agreeing_anew,
            a_link_leads_until_it_is_used_or_over,
            a_browser_comes_back_once,
            news_are_stored_once_and_claimed_once,
            claimed_news_come_again_until_they_are_settled,
            one_look_settles_all_earlier_news_of_the_object,
        })+
    };
}

suite! { sqlite postgres }
