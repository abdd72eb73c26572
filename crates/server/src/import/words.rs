//! Problems in the words of the annotated file, which stays in the language of its columns. The
//! console has its own words for the same codes.

/// What a problem is, and what to do about it.
pub(super) fn problem(code: &str) -> &'static str {
    match code {
        "hidden_row" => "隐藏行，未导入：请取消隐藏后再检查",
        "empty" => "必填，不能为空",
        "too_long" => "内容太长",
        "digits_lost" => "数字位数已丢失，无法恢复：请把该列设为文本后重新填写",
        "formula_no_value" => "公式没有计算结果：请用表格软件打开并保存一次",
        "cell_error" => "单元格公式出错",
        "not_a_date" => "不是有效日期",
        "not_a_number" => "不是数字",
        "out_of_range" => "数值超出范围",
        "twice_in_file" => "与上面的行重复",
        "id_twice_in_file" => "证件号码在另一户中也出现",
        "number_taken" => "编号与系统中另一条记录冲突",
        "no_number" => "人口编号和证件号码都没有",
        "other_county" => "这一行属于别的县",
        "no_village" => "没有填写村",
        "unknown_village" => "系统中没有这个村，或同名村不止一个",
        "unknown_village_kept" => "系统中没有这个村，仍按原来的村",
        "unknown_household" => "系统中没有这个户编号：请先导入户名册",
        "no_people" => "没有家庭人口数",
        "no_birth" => "没有出生日期，证件号码也推不出",
        "birth_ahead" => "出生日期晚于今天",
        "unknown_label" => "选项无法识别，该项未导入",
        "not_a_phone" => "电话号码有误，该项未导入",
        "people_of_today" => "没有年度家庭人口数，按当前家庭人口数",
        "too_many_risks" => "风险超过五项，只取前五项",
        "healthy_and_ill" => "健康与患病同时填写，按患病",
        "months_range" => "务工时间应在 0 到 12 个月之间，该项未导入",
        "id_length" => "证件号码位数不对",
        "id_characters" => "证件号码含有不应有的字符",
        "id_date" => "证件号码中的日期无效",
        "id_checksum" => "证件号码校验位不符",
        "id_legacy" => "15 位旧身份证号码",
        "gender_differs" => "性别与证件号码不一致",
        "birth_differs" => "出生日期与证件号码不一致",
        "no_head" => "本户没有户主",
        "several_heads" => "本户不止一个户主",
        "several_spouses" => "本户不止一个配偶",
        "same_sex" => "户主与配偶性别相同",
        "education_or_school" => "文化程度与在校生状况应只填一项",
        "insurance_both_or_none" => "居民医保与职工医保同为“是”或同为“否”",
        "place_and_months" => "务工所在地与务工时间应同时填写",
        "works_without_labour" => "无劳动能力但有务工时间",
        "is_a_helper" => "与一名帮扶干部同名同电话",
        "dibao_without_money" => "低保户没有低保金",
        "ill_without_cost" => "因病致贫但没有合规自付支出",
        "water_without_measure" => "饮水风险没有饮水保障措施",
        "house_without_measure" => "住房风险没有住房保障措施",
        "labour_without_measure" => "有劳动力、风险未消除，但没有产业、就业、金融或公益岗位帮扶",
        "eliminated_before" => "消除监测时间早于识别时间",
        "eliminated_soon" => "从识别到消除不足 6 个月",
        "no_measure_yet" => "识别满 1 个月仍没有帮扶措施",
        "replaces_decision" => "本县已登记过变动，名册说法不同，将以名册为准",
        "contested" => "与已核实的情况不同：不覆盖，列为待核实",
        _ => "无法导入",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_that_is_raised_has_words() {
        let sources = [
            include_str!("fields.rs"),
            include_str!("household.rs"),
            include_str!("member.rs"),
            include_str!("rules.rs"),
            include_str!("cell.rs"),
            include_str!("plan/homes.rs"),
            include_str!("plan/people.rs"),
        ];
        let mut said = 0;
        for source in sources {
            for start in [".error(", ".notice(", "say(home.first, ", "say(*row, "] {
                for rest in source.split(start).skip(1) {
                    let call = rest.split(')').next().unwrap_or_default();
                    let Some(code) = call.rsplit('"').nth(1) else {
                        continue;
                    };
                    if call.ends_with('"') {
                        assert_ne!(problem(code), problem(""), "{code}");
                        said += 1;
                    }
                }
            }
        }
        assert!(said > 40, "{said}");
    }
}
