//! A download that broke off is taken up where it stopped.

use crate::world::Office;

const BROTLI: (&str, &str) = ("accept-encoding", "gzip, deflate, br");

/// The address of the page's program, as the page of an invoice names it.
async fn program(office: &Office) -> String {
    let invoice = office.invoice(|_| ()).await;
    let path = format!("/pay/{}", invoice.pay_url.rsplit('/').next().unwrap());
    let page = String::from_utf8(office.fetches(&path, &[]).await.content).unwrap();
    let end = page.find(".wasm").unwrap_or_else(|| panic!("no program in {page}"));
    let start = page[..end].rfind('/').unwrap();
    format!("{}.wasm", &page[start..end])
}

#[tokio::test]
async fn the_program_is_had_in_parts_packed_or_not_and_never_twice() {
    let office = Office::of("order").await;
    let path = program(&office).await;
    let mut tags = Vec::new();
    for packed in [&[BROTLI][..], &[]] {
        let whole = office.fetches(&path, packed).await;
        assert_eq!((whole.status, whole.header("accept-ranges")), (200, "bytes"));
        assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(whole.header("content-encoding"), if packed.is_empty() { "" } else { "br" });
        let (tag, length) = (whole.header("etag").to_owned(), whole.content.len());
        assert!(length > 10_000, "{length} bytes of program");

        let asked = async |range: &str, held: &str| {
            office.fetches(&path, &[packed, &[("range", range), ("if-range", held)]].concat()).await
        };
        let (first, rest) = (asked("bytes=0-9999", &tag).await, asked("bytes=10000-", &tag).await);
        assert_eq!((first.status, rest.status), (206, 206));
        assert_eq!(rest.header("content-range"), format!("bytes 10000-{}/{length}", length - 1));
        assert!([first.content, rest.content].concat() == whole.content, "the parts do not make the whole");
        assert_eq!(asked(&format!("bytes={length}-"), &tag).await.status, 416);
        let other = asked("bytes=10000-", "\"of-another-version\"").await;
        assert!(other.status == 200 && other.content == whole.content);

        let known = office.fetches(&path, &[packed, &[("if-none-match", tag.as_str())]].concat()).await;
        assert_eq!((known.status, known.content.len()), (304, 0));
        tags.push(tag);
    }
    assert_ne!(tags[0], tags[1], "a part of the packed program fits no unpacked one");
}
