//! A real S3 server on this machine, with one bucket and one pair of keys.

use std::path::PathBuf;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use server::BlobPlace;

pub const NAME: &str = "county-photos";
const KEY: &str = "a-key";
const SECRET: &str = "a-secret";

/// Runs until the test's runtime ends.
pub struct Bucket {
    folder: tempfile::TempDir,
    address: std::net::SocketAddr,
}

impl Bucket {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = service.build();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    // A client that went away is no failure of the test.
                    let _ = Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(socket), service)
                        .await;
                });
            }
        });
        Self { folder, address }
    }

    /// This bucket as a server is told of it.
    pub fn place(&self, prefix: &str) -> BlobPlace {
        self.named(&format!("s3://{NAME}/{prefix}"), SECRET)
    }

    pub fn named(&self, address: &str, secret: &str) -> BlobPlace {
        let settings = [
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", secret.to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address)),
            ("HOME", "/root".to_owned()),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value));
        BlobPlace::parse(address, settings).unwrap()
    }

    /// The names of all objects, sorted.
    pub fn objects(&self) -> Vec<String> {
        let mut found = Vec::new();
        let root = self.folder.path().join(NAME);
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path: PathBuf = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap();
                    found.push(name.to_str().unwrap().to_owned());
                }
            }
        }
        found.sort();
        found
    }

    /// The bytes of an object, without asking the S3 server.
    pub fn object(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(NAME).join(name)).unwrap()
    }
}
