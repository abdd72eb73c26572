//! The facts themselves, in the order to show them.

use super::{Field, Shape, Subject};

const fn optional(
    subject: Subject,
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    shape: Shape,
) -> Field {
    Field {
        subject,
        name,
        zh,
        en,
        shape,
        required: false,
    }
}

const fn required(
    subject: Subject,
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    shape: Shape,
) -> Field {
    Field {
        required: true,
        ..optional(subject, name, zh, en, shape)
    }
}

/// Every fact that people may correct, in the order to show them.
pub const FIELDS: &[Field] = &[
    optional(
        Subject::Household,
        "phone",
        "联系电话",
        "Phone",
        Shape::Phone,
    ),
    optional(
        Subject::Household,
        "address",
        "家庭住址",
        "Address",
        Shape::Text { most: 300 },
    ),
    required(
        Subject::Household,
        "group",
        "村民小组",
        "Village group",
        Shape::Text { most: 100 },
    ),
    required(
        Subject::Household,
        "annual_family_size",
        "年度家庭人口数",
        "People in the household this year",
        Shape::Number { least: 1, most: 60 },
    ),
    required(
        Subject::Household,
        "no_labor",
        "整户无劳动能力",
        "Nobody able to work",
        Shape::Flag,
    ),
    optional(
        Subject::Household,
        "place",
        "住房位置",
        "Where the house is",
        Shape::Place,
    ),
    optional(
        Subject::Member,
        "education",
        "文化程度",
        "Education",
        Shape::Choice {
            list: "education_export",
        },
    ),
    optional(
        Subject::Member,
        "school_status",
        "在校生状况",
        "School",
        Shape::Choice {
            list: "school_status",
        },
    ),
    optional(
        Subject::Member,
        "health",
        "健康状况",
        "Health",
        Shape::Choices {
            list: "health_status",
        },
    ),
    optional(
        Subject::Member,
        "labor",
        "劳动技能",
        "Capacity to work",
        Shape::Choice {
            list: "labor_skill",
        },
    ),
    optional(
        Subject::Member,
        "work_place",
        "务工所在地",
        "Where working",
        Shape::Choice { list: "work_place" },
    ),
    required(
        Subject::Member,
        "work_months",
        "务工月数",
        "Months of work this year",
        Shape::Number { least: 0, most: 12 },
    ),
    optional(
        Subject::Member,
        "work_company",
        "务工单位",
        "Employer",
        Shape::Text { most: 100 },
    ),
    optional(
        Subject::Member,
        "medins",
        "基本医疗保险",
        "Basic medical insurance",
        Shape::Choice {
            list: "medins_type",
        },
    ),
    optional(
        Subject::Member,
        "pension",
        "养老保险",
        "Pension insurance",
        Shape::Choice {
            list: "pension_type",
        },
    ),
    optional(
        Subject::Member,
        "phone",
        "本人电话",
        "Own phone",
        Shape::Phone,
    ),
    optional(
        Subject::Member,
        "guardian",
        "监护人",
        "Guardian",
        Shape::Text { most: 50 },
    ),
];
