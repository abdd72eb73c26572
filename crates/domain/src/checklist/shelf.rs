//! Checklists by version. A visit is judged and shown with the one it was answered under, for as
//! long as anybody looks at it.

use super::{Template, TemplateError, builtin};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Checklists read once and kept. The built-in one is always there.
#[derive(Debug, Default)]
pub struct Shelf {
    read: RwLock<BTreeMap<String, Arc<Template>>>,
}

impl Shelf {
    /// The version, if it has been read already.
    #[must_use]
    pub fn get(&self, version: &str) -> Option<Arc<Template>> {
        let base = base();
        if version == base.version {
            return Some(base);
        }
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        read.get(version).cloned()
    }

    /// Reads a version from its document, and keeps it.
    ///
    /// # Errors
    /// [`TemplateError`] if this program cannot run it.
    pub fn put(&self, document: &str) -> Result<Arc<Template>, TemplateError> {
        let template = Arc::new(Template::parse(document, &builtin().1)?);
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        read.insert(template.version.clone(), template.clone());
        Ok(template)
    }
}

/// The base checklist, to be shared like any other version.
#[must_use]
pub fn base() -> Arc<Template> {
    static BASE: OnceLock<Arc<Template>> = OnceLock::new();
    BASE.get_or_init(|| Arc::new(builtin().0.clone())).clone()
}

#[cfg(test)]
mod tests {
    use super::super::builtin_document;
    use super::*;

    #[test]
    fn a_version_is_read_once_and_found_again() {
        let shelf = Shelf::default();
        let base = base();
        assert!(Arc::ptr_eq(&shelf.get(&base.version).unwrap(), &base));
        let other = builtin_document().replace(&base.version, "2026.11.0+1");
        assert!(shelf.get("2026.11.0+1").is_none());
        let read = shelf.put(&other).unwrap();
        assert!(Arc::ptr_eq(&shelf.get("2026.11.0+1").unwrap(), &read));
        assert!(shelf.put("{}").is_err());
    }
}
