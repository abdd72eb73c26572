//! Versions of apps and servers, compared by their numbers.

/// Whether `version` is older than `than`: number by number, a missing one being 0. What is not
/// a version is never called old.
pub fn is_older(version: &str, than: &str) -> bool {
    match (numbers(version), numbers(than)) {
        (Some(version), Some(than)) => version < than,
        _ => false,
    }
}

fn numbers(version: &str) -> Option<[u32; 3]> {
    // What follows a dash or a plus names a build.
    let plain = version.trim().split(['-', '+']).next()?;
    let mut numbers = [0; 3];
    let mut places = numbers.iter_mut();
    for part in plain.split('.') {
        *places.next()? = part.parse().ok()?;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn an_app_is_old_by_its_numbers_and_not_by_its_letters() {
        assert!(is_older("0.9.0", "0.10.0"));
        assert!(is_older("1", "1.0.1"));
        assert!(is_older("1.2.3-beta", "1.2.4"));
        assert!(!is_older("1.2.0", "1.2"));
        assert!(!is_older("2.0.0", "1.9.9"));
        assert!(!is_older("unknown", "1.0.0"));
        assert!(!is_older("1.0.0", "new"));
    }
}
