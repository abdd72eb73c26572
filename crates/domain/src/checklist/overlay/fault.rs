//! What can be wrong with an overlay, where, and in which words.

use crate::checklist::TemplateError;

macro_rules! fault_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $zh:literal, $en:literal;)*) => {
        /// What is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultCode {
            $($(#[$doc])* $name,)*
        }

        impl FaultCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code that leaves the crate.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// In Chinese; `{}` stands for the subject.
            const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// In English.
            const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

fault_codes! {
    /// Larger than any real one.
    TooLarge = "too_large", "文件太大", "The file is too large";
    /// More is added than a person can be asked.
    TooMany = "too_many", "新增条目太多：{}", "Too much is added: {}";
    /// Not JSON, or nested beyond reason.
    NotJson = "not_json", "不是有效的 JSON：{}", "Not valid JSON: {}";
    /// Written for another version of this program.
    UnknownSchema = "unknown_schema", "不认识的格式版本 {}", "Format version {} is not known";
    /// Made for another base checklist.
    OtherBase = "other_base", "针对的不是现行基础表，现行为 {}", "Made for another base checklist; the base is {}";
    /// No name a version can have.
    BadVersion = "bad_version", "版本号只能用数字、小写字母、点和横线：{}", "A version has digits, small letters, dots and dashes only: {}";
    /// That version is out already.
    VersionTaken = "version_taken", "版本 {} 已经发布过", "Version {} has been published already";
    /// A field is absent.
    Missing = "missing", "缺少 {}", "{} is missing";
    /// A field holds something else.
    WrongType = "wrong_type", "内容类型不对，应为 {}", "Of another type; it should be {}";
    /// A field nobody reads: most likely misspelt.
    UnknownField = "unknown_field", "不认识的字段 {}", "The field {} is not known";
    /// What the base fixes for good.
    NotChangeable = "not_changeable", "{} 不能由县级调整", "{} cannot be changed by an overlay";
    /// No code at all.
    BadCode = "bad_code", "编码只能用小写字母、数字和下划线：{}", "A code has small letters, digits and _ only: {}";
    /// A code is used twice.
    DuplicateCode = "duplicate_code", "编码 {} 重复", "The code {} is used twice";
    /// A code that meant something else before.
    ReusedCode = "reused_code", "编码 {} 以前另有含义，不能再用", "The code {} meant something else before and cannot be used again";
    /// Another kind of answer under the same code.
    ChangedType = "changed_type", "不能改变已有条目的类型（原为 {}）", "The type of an item stays what it was ({})";
    /// No such section.
    UnknownSection = "unknown_section", "没有板块 {}；新增须注明 \"new\": true", "There is no section {}; a new one says \"new\": true";
    /// No such item.
    UnknownItem = "unknown_item", "没有条目 {}；新增须注明 \"new\": true", "There is no item {}; a new one says \"new\": true";
    /// No such option.
    UnknownOption = "unknown_option", "没有选项 {}", "There is no option {}";
    /// No such profile.
    UnknownProfile = "unknown_profile", "没有走访类型 {}", "There is no kind of visit {}";
    /// No such type of answer.
    UnknownType = "unknown_type", "没有答案类型 {}", "There is no type of answer {}";
    /// No such code list.
    UnknownList = "unknown_list", "没有代码表 {}", "There is no code list {}";
    /// No such code in its list.
    UnknownCode = "unknown_code", "代码表中没有 {}", "{} is in no code list";
    /// No such fact.
    UnknownFact = "unknown_fact", "条件中没有 {} 这个事实", "Conditions know no fact {}";
    /// No such parameter.
    UnknownParam = "unknown_param", "没有参数 {}", "There is no parameter {}";
    /// Items shown only if they are shown.
    Cycle = "cycle", "显示条件互相依赖", "Shown only if it is shown";
    /// No answers can make it appear.
    NeverSeen = "never_seen", "{} 永远不会显示", "{} can never be shown";
    /// Must be answered, and cannot be.
    RequiredHidden = "required_hidden", "{} 必填却永远不会显示", "{} must be answered and can never be shown";
    /// Rules need its answer.
    Needed = "needed", "不能隐藏：{} 要用到它", "Cannot be left out: {} needs it";
    /// The smallest is above the largest.
    MinOverMax = "min_over_max", "最小值大于最大值", "The smallest is above the largest";
    /// Limits where there is nothing to limit.
    LimitUnwanted = "limit_unwanted", "此类答案没有 {}", "Answers of this type have no {}";
    /// Nothing to choose from.
    EmptyOptions = "empty_options", "没有可选项", "There is nothing to choose from";
}

/// One thing wrong with an overlay.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where, in the overlay: `sections[3].items[2].min`. In the checklist it makes, where the
    /// overlay itself does not mention the place.
    pub path: String,
    /// What is wrong.
    pub code: FaultCode,
    /// What it is about: a code, a name, what was expected. May be empty.
    pub subject: String,
}

impl Fault {
    pub(super) fn new(
        path: impl Into<String>,
        code: FaultCode,
        subject: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            code,
            subject: subject.into(),
        }
    }

    /// In Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        let expected = match (self.code, self.subject.as_str()) {
            (FaultCode::WrongType, "an object") => "对象",
            (FaultCode::WrongType, "a list") => "列表",
            (FaultCode::WrongType, "a text") => "文本",
            (FaultCode::WrongType, "true or false") => "true 或 false",
            (FaultCode::WrongType, "a number" | "a whole number") => "数字",
            (FaultCode::WrongType, "a count") => "非负整数",
            (FaultCode::WrongType, "a day") => "日期（YYYY-MM-DD）",
            (_, subject) => subject,
        };
        self.code.zh().replace("{}", expected)
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        self.code.en().replace("{}", &self.subject)
    }

    /// What reading the checklist found wrong.
    pub(super) fn of(error: TemplateError) -> Self {
        use FaultCode as Code;
        match error {
            TemplateError::TooLarge { .. } => Self::new("", Code::TooLarge, ""),
            TemplateError::NotJson { line, column } => {
                Self::new("", Code::NotJson, format!("{line}:{column}"))
            }
            TemplateError::SchemaVersion { found, .. } => {
                Self::new("schema_version", Code::UnknownSchema, found.to_string())
            }
            TemplateError::Missing { path } => {
                let name = path.rsplit('.').next().unwrap_or_default().to_owned();
                Self::new(path, Code::Missing, name)
            }
            TemplateError::WrongType { path, expected } => {
                Self::new(path, Code::WrongType, expected)
            }
            TemplateError::Unknown { path, code } => {
                let what = unknown(&path, &code);
                Self::new(path, what, code)
            }
            TemplateError::Duplicate { path, code } => Self::new(path, Code::DuplicateCode, code),
            TemplateError::Cycle { path } => Self::new(path, Code::Cycle, ""),
        }
    }
}

/// What kind of thing is not known, from where it was named.
fn unknown(path: &str, code: &str) -> FaultCode {
    let last = path.rsplit('.').next().unwrap_or_default();
    match code.split_once('.').map(|(kind, _)| kind) {
        Some("param") => return FaultCode::UnknownParam,
        Some("item") => return FaultCode::UnknownItem,
        Some(_) => return FaultCode::UnknownFact,
        None => {}
    }
    match last {
        "options_ref" => FaultCode::UnknownList,
        "type" => FaultCode::UnknownType,
        "fact" | "show_if" | "when" => FaultCode::UnknownFact,
        _ => FaultCode::UnknownCode,
    }
}

impl Fault {
    /// The same, in a field of that place.
    pub(super) fn at(mut self, field: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path = format!("{}{dot}{field}", self.path);
        self
    }
}
