//! What a store that servers share must stand, and how a server without one says so.

use server::StartError;

use crate::bucket::Bucket;
use crate::photos::{create, head, number, patch, picture, receipt};
use crate::support::{ANA, County, Kept};

#[tokio::test]
async fn a_photo_begun_at_one_server_goes_on_at_another() {
    let mut county = County::keeping(Kept::InABucket).await;
    let ana = county.phone(ANA).await;
    let mut other = Some(server::start(county.config.clone()).await.unwrap());
    let bytes = picture(1);
    let sha256 = protocol::digest(&bytes);
    assert_eq!(
        create(&county, &ana, &sha256, bytes.len() as u64)
            .await
            .status(),
        201
    );
    for from in (0..bytes.len()).step_by(700) {
        // Every piece meets the server the last one did not.
        std::mem::swap(&mut county.running, &mut other);
        assert_eq!(
            number(&head(&county, &ana, &sha256).await, "upload-offset"),
            from
        );
        let until = bytes.len().min(from + 700);
        let sent = patch(&county, &ana, &sha256, from, &bytes[from..until]).await;
        assert_eq!(sent.status(), 204);
    }
    let here = receipt(&head(&county, &ana, &sha256).await).unwrap();
    std::mem::swap(&mut county.running, &mut other);
    assert_eq!(receipt(&head(&county, &ana, &sha256).await).unwrap(), here);

    // Only the photo is left, in the county's own part of the bucket; nothing on local disks.
    let bucket = county.bucket.as_ref().unwrap();
    let id = county.opened().county_id();
    let kept = format!("photos/here/{id}/photos/{sha256}");
    assert_eq!(bucket.object(&kept), bytes);
    assert!(!bucket.objects().iter().any(|name| name.contains("uploads")));
    assert!(!county.folder().join("photos").exists());
    other.unwrap().stop().await;
}

#[tokio::test]
async fn two_servers_that_finish_one_photo_give_one_receipt() {
    let county = County::keeping(Kept::InABucket).await;
    let ana = county.phone(ANA).await;
    let other = server::start(county.config.clone()).await.unwrap();
    let bytes = picture(2);
    let sha256 = protocol::digest(&bytes);
    create(&county, &ana, &sha256, bytes.len() as u64).await;
    // The same bytes at once to both: a phone that gave up waiting for the first.
    let elsewhere = county
        .http
        .patch(format!("http://{}/v1/photos/{sha256}", other.addr))
        .bearer_auth(&ana.reply.token.token)
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", 0)
        .header("content-type", "application/offset+octet-stream")
        .body(bytes.clone())
        .send();
    let (here, there) = tokio::join!(patch(&county, &ana, &sha256, 0, &bytes), elsewhere);
    // Either may meet the other's work half done, and says 409 then; both never fail for good.
    let kept = receipt(&head(&county, &ana, &sha256).await).unwrap();
    for answer in [here, there.unwrap()] {
        if let Some(receipt) = receipt(&answer) {
            assert_eq!(receipt, kept);
        }
    }
    other.stop().await;
}

#[tokio::test]
async fn a_server_without_its_bucket_does_not_start_and_says_why() {
    let county = County::new().await;
    let bucket = Bucket::open().await;
    let mut config = county.config.clone();
    config.data_dir = county.folder().join("other");
    let mut said = async |blobs| {
        config.blobs = blobs;
        let failed = server::open(&config).await.err().unwrap();
        let StartError::Blobs(cause) = failed else {
            panic!("{failed}");
        };
        cause.to_string()
    };
    let absent = bucket.named("s3://another/x", "a-secret");
    assert_eq!(said(absent).await, "there is no bucket another");
    let wrong = bucket.named("s3://county-photos/x", "a-guess");
    assert_eq!(said(wrong).await, "bucket county-photos refuses these keys");
}
