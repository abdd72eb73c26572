//! The sheet that is put up in the village while people may object (公示, DOMAIN §3.1, §5.3).
//!
//! An allow-list: what is not a field here cannot be on a sheet. Never an ID number, a phone of the
//! family, a bank account, health or the kind of risk.

use crate::mask::{self, Place};

/// Everything a sheet may say.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Notice {
    /// The county's name.
    pub county: String,
    /// The town's.
    pub town: String,
    /// The village's.
    pub village: String,
    /// The group within it.
    pub group: String,
    /// The head of the household, in full.
    pub head_name: String,
    /// The head is a child: then the name is not.
    pub head_is_child: bool,
    /// People in the household.
    pub people: u32,
    /// A kind of the ledger of household dynamics: `identify`, `eliminate`, `return`, `remove`.
    pub kind: String,
    /// First day of the notice; absent where it has none yet.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Where it is put up.
    pub place: Option<String>,
    /// The town's phone for objections; absent where nobody said.
    pub phone: Option<String>,
}

// A family's name stays out of logs.
impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Notice({})", self.kind)
    }
}

/// So many digits on end name somebody, wherever they were typed.
const NAMING_DIGITS: usize = 7;
/// What is filled in by hand.
const BLANK: &str = "＿＿＿＿＿＿＿＿";

/// What is to become of the household, in the words of a sheet.
#[must_use]
pub fn matter(kind: &str) -> &'static str {
    match kind {
        "identify" => "拟纳入防止返贫致贫监测对象",
        "eliminate" => "拟标注风险消除",
        "return" => "拟重新纳入防止返贫致贫监测对象",
        "remove" => "拟从防止返贫致贫监测对象中剔除",
        _ => "防止返贫致贫监测对象动态管理",
    }
}

impl Notice {
    /// The sheet as a page to print, A4. In Chinese: it hangs in the village.
    #[must_use]
    pub fn html(&self) -> String {
        let Self {
            county,
            town,
            village,
            group,
            head_name,
            head_is_child,
            people,
            kind,
            from,
            to,
            place,
            phone,
        } = self;
        let head = mask::name_at(Place::Notice, head_name, *head_is_child);
        let said = |text: &Option<String>| match text.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => safe(text),
            _ => BLANK.to_owned(),
        };
        // A number for objections is the one that belongs on it.
        let phone = match phone.as_deref().map(str::trim) {
            Some(phone) if !phone.is_empty() => escaped(phone),
            _ => BLANK.to_owned(),
        };
        let rows = [
            ("户主姓名", safe(&head)),
            ("所在村组", safe(&format!("{village}{group}"))),
            ("家庭人口", format!("{people} 人")),
            ("公示事项", matter(kind).to_owned()),
            ("公示时间", format!("{} 至 {}", said(from), said(to))),
            ("公示地点", said(place)),
        ];
        let rows: String = rows
            .iter()
            .map(|(label, text)| format!("<tr><th>{label}</th><td>{text}</td></tr>\n"))
            .collect();
        let (county, town, village) = (safe(county), safe(town), safe(village));
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
             <title>公示</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <h1>公　示</h1>\n\
             <p>根据防止返贫致贫监测帮扶有关规定，经入户核实、村民民主评议，现将下列农户情况予以公示，\
             接受群众监督。</p>\n<table>\n{rows}</table>\n\
             <p>公示期内如有异议，请向{town}反映。联系电话：{phone}</p>\n\
             <p class=\"sign\">{county}{town}{village}村民委员会（盖章）<br>　　　　年　　月　　日</p>\n\
             </body>\n</html>\n"
        )
    }
}

const STYLE: &str = "@page{size:A4;margin:25mm}body{font:16pt/1.8 'SimSun','Songti SC',serif}\
    h1{text-align:center;font-size:30pt;letter-spacing:.3em}table{width:100%;border-collapse:\
    collapse;margin:1em 0}th,td{border:1px solid #000;padding:.4em .6em;text-align:left}\
    th{width:6em;font-weight:normal}.sign{text-align:right;margin-top:3em}";

/// Words people typed: no markup, and no number that names somebody.
fn safe(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut digits = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_numeric() || (!digits.is_empty() && matches!(letter, 'X' | 'x')) {
            digits.push(letter);
            continue;
        }
        if digits.chars().count() >= NAMING_DIGITS {
            kept.push('＊');
        } else {
            kept.push_str(&digits);
        }
        digits.clear();
        kept.push(letter);
    }
    escaped(kept.trim_end())
}

fn escaped(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => kept.push_str("&amp;"),
            '<' => kept.push_str("&lt;"),
            '>' => kept.push_str("&gt;"),
            '"' => kept.push_str("&quot;"),
            '\'' => kept.push_str("&#39;"),
            letter if letter.is_control() => {}
            letter => kept.push(letter),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice() -> Notice {
        Notice {
            county: "云溪县".to_owned(),
            town: "东镇".to_owned(),
            village: "山村".to_owned(),
            group: "一组".to_owned(),
            head_name: "张三".to_owned(),
            people: 3,
            kind: "identify".to_owned(),
            from: Some("2026-11-22".to_owned()),
            to: Some("2026-11-26".to_owned()),
            place: Some("村委会公示栏".to_owned()),
            phone: Some("0999-1234567".to_owned()),
            ..Notice::default()
        }
    }

    #[test]
    fn a_sheet_says_who_what_when_where_and_whom_to_tell() {
        let sheet = notice().html();
        for said in [
            "张三",
            "山村一组",
            "3 人",
            "拟纳入防止返贫致贫监测对象",
            "2026-11-22 至 2026-11-26",
            "村委会公示栏",
            "向东镇反映",
            "0999-1234567",
        ] {
            assert!(sheet.contains(said), "{said}");
        }
    }

    #[test]
    fn a_child_is_not_named_and_what_is_missing_is_left_to_the_pen() {
        let sheet = Notice {
            head_is_child: true,
            from: None,
            phone: Some(" ".to_owned()),
            ..notice()
        }
        .html();
        assert!(!sheet.contains("张三") && sheet.contains("张*"));
        assert_eq!(sheet.matches(BLANK).count(), 2);
    }

    #[test]
    fn numbers_and_markup_that_somebody_typed_do_not_get_onto_a_sheet() {
        let sheet = Notice {
            head_name: "张三11010519491231002X".to_owned(),
            place: Some("门口<b>13800001234</b>".to_owned()),
            group: "12组".to_owned(),
            ..notice()
        }
        .html();
        for kept_off in ["11010519491231002", "13800001234", "<b>", "002X"] {
            assert!(!sheet.contains(kept_off), "{kept_off}");
        }
        assert!(sheet.contains("12组"));
    }
}
