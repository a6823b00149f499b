//! Public keys are kept per host and merchant.

use store::Database;

#[tokio::test]
async fn a_key_is_kept_for_its_host_and_merchant_and_the_newer_one_stays() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("trefoil.db").display());
    let database = Database::connect(&url).await.unwrap();
    let key = async |host, merchant| database.public_key(host, merchant).await.unwrap();
    assert_eq!(key("https://a", "M1").await, None);
    database.keep_public_key("https://a", "M1", "old").await.unwrap();
    database.keep_public_key("https://a", "M1", "new").await.unwrap();
    assert_eq!(key("https://a", "M1").await.as_deref(), Some("new"));
    assert_eq!(key("https://b", "M1").await, None);
    assert_eq!(key("https://a", "M2").await, None);
}
