//! Reads `ledgers.json`, and refuses definitions that contradict themselves.

use std::collections::HashSet;

use super::decide::EntryRole;
use super::definition::{Due, Field, Ledger, Ledgers, Move, Scope, Shape, State};
use crate::checklist::{Reader, TemplateError, read_json};
use crate::codes::{Codes, OptionItem};

/// Larger than any real file, small enough to refuse a mistake.
const MAX_BYTES: usize = 1024 * 1024;

impl Ledgers {
    /// Reads the definitions. Option lists come from `codes`.
    ///
    /// # Errors
    /// [`TemplateError`] with the path of the field that is wrong.
    pub fn parse(json: &str, codes: &Codes) -> Result<Self, TemplateError> {
        let value = read_json(json, MAX_BYTES)?;
        let root = Reader::root(&value);
        let mut taken = HashSet::new();
        let mut all = Vec::new();
        for at in root.list("ledgers")? {
            all.push(ledger(&at, codes, &mut taken)?);
        }
        Ok(Self {
            version: root.text("version")?,
            all,
        })
    }
}

fn ledger(
    at: &Reader<'_>,
    codes: &Codes,
    taken: &mut HashSet<String>,
) -> Result<Ledger, TemplateError> {
    let fields = fields(at, codes)?;
    let states = states(at)?;
    let known = |name: &str| fields.iter().any(|field| field.code == name);
    let named = |key: &str| -> Result<Option<String>, TemplateError> {
        match at.optional(key) {
            Some(reader) if !known(reader.as_text()?) => Err(reader.unknown(reader.as_text()?)),
            Some(reader) => Ok(Some(reader.as_text()?.to_owned())),
            None => Ok(None),
        }
    };
    let names = |key: &str| -> Result<Vec<String>, TemplateError> {
        let mut names = Vec::new();
        for name in at.optional_list(key)? {
            if !known(name.as_text()?) {
                return Err(name.unknown(name.as_text()?));
            }
            names.push(name.as_text()?.to_owned());
        }
        Ok(names)
    };
    let due = match at.optional("due") {
        Some(due) => {
            let field = due.text("field")?;
            if !known(&field) {
                return Err(due.unknown(&field));
            }
            Some(Due {
                field,
                days: due.optional_count("days")?.unwrap_or(0),
                param: due.optional_text("param")?,
                kinds: texts(&due, "kinds")?,
            })
        }
        None => None,
    };
    Ok(Ledger {
        code: unique(&at.child("code")?, taken)?,
        zh: at.text("zh")?,
        en: at.text("en")?,
        about_zh: at.text("about_zh")?,
        about_en: at.text("about_en")?,
        scope: match at.text("scope")?.as_str() {
            "household" => Scope::Household,
            "village" => Scope::Village,
            "person" => Scope::Person,
            other => return Err(at.child("scope")?.unknown(other)),
        },
        authors: role(&at.child("authors")?)?,
        switch: at.optional_text("switch")?,
        unsigned: named("unsigned")?,
        kind: named("kind")?,
        day: named("day")?,
        amount: named("amount")?,
        title: names("title")?,
        unique: names("unique")?,
        due,
        moves: moves(at, codes, &states)?,
        fields,
        states,
    })
}

fn states(at: &Reader<'_>) -> Result<Vec<State>, TemplateError> {
    let mut taken = HashSet::from([super::VOIDED.to_owned()]);
    let mut states = Vec::new();
    for state in at.list("states")? {
        states.push(State {
            code: unique(&state.child("code")?, &mut taken)?,
            zh: state.text("zh")?,
            en: state.text("en")?,
            settled: state.optional_bool("settled")?.unwrap_or(false),
            editable: state.optional_bool("editable")?.unwrap_or(false),
        });
    }
    if states.is_empty() {
        return Err(at.child("states")?.wrong("at least one state"));
    }
    Ok(states)
}

fn moves(at: &Reader<'_>, codes: &Codes, states: &[State]) -> Result<Vec<Move>, TemplateError> {
    let known = |reader: &Reader<'_>| -> Result<String, TemplateError> {
        let name = reader.as_text()?;
        if states.iter().any(|state| state.code == name) {
            Ok(name.to_owned())
        } else {
            Err(reader.unknown(name))
        }
    };
    let mut taken = HashSet::from([super::VOID.to_owned()]);
    let mut moves = Vec::new();
    for step in at.list("moves")? {
        let mut from = Vec::new();
        for state in step.list("from")? {
            from.push(known(&state)?);
        }
        moves.push(Move {
            code: unique(&step.child("code")?, &mut taken)?,
            zh: step.text("zh")?,
            en: step.text("en")?,
            from,
            to: known(&step.child("to")?)?,
            by: role(&step.child("by")?)?,
            not_own: step.optional_bool("not_own")?.unwrap_or(false),
            reason: step.optional_bool("reason")?.unwrap_or(false),
            effect: step.optional_text("effect")?,
            fields: if step.optional("fields").is_some() {
                fields(&step, codes)?
            } else {
                Vec::new()
            },
        });
    }
    Ok(moves)
}

fn fields(at: &Reader<'_>, codes: &Codes) -> Result<Vec<Field>, TemplateError> {
    let mut taken = HashSet::new();
    let mut fields: Vec<Field> = Vec::new();
    for field in at.list("fields")? {
        let show_if = match field.optional("show_if") {
            Some(condition) => {
                let on = condition.text("field")?;
                // Only an earlier field: no ring can come of it.
                let Some(before) = fields.iter().find(|before| before.code == on) else {
                    return Err(condition.unknown(&on));
                };
                let values = texts(&condition, "in")?;
                let options = before.options(codes);
                if let Some(odd) = values
                    .iter()
                    .find(|value| !options.iter().any(|option| option.code == **value))
                {
                    return Err(condition.unknown(odd));
                }
                Some((on, values))
            }
            None => None,
        };
        let group = match field.optional_text("group_zh")? {
            Some(zh) => Some((zh, field.text("group_en")?)),
            None => None,
        };
        fields.push(Field {
            code: unique(&field.child("code")?, &mut taken)?,
            zh: field.text("zh")?,
            en: field.text("en")?,
            shape: shape(&field, codes)?,
            required: field.optional_bool("required")?.unwrap_or(false),
            past: field.optional_bool("past")?.unwrap_or(false),
            today: field.optional_bool("today")?.unwrap_or(false),
            initial: field.optional("initial").and_then(|at| at.value().as_i64()),
            show_if,
            group,
            help_zh: field.optional_text("help_zh")?,
            private: field.optional("privacy").is_some(),
        });
    }
    Ok(fields)
}

fn shape(field: &Reader<'_>, codes: &Codes) -> Result<Shape, TemplateError> {
    let bound = |name: &str| -> Result<i64, TemplateError> {
        let child = field.child(name)?;
        child
            .value()
            .as_i64()
            .ok_or_else(|| child.wrong("a whole number"))
    };
    let bounds = || -> Result<(i64, i64), TemplateError> {
        let (min, max) = (bound("min")?, bound("max")?);
        if min > max {
            return Err(field.child("min")?.wrong("at most the greatest"));
        }
        Ok((min, max))
    };
    let at = field.child("shape")?;
    Ok(match at.as_text()? {
        "text" => Shape::Text {
            most: usize::try_from(bound("most")?).unwrap_or(0),
        },
        "date" => Shape::Date,
        "money" => {
            let (min, max) = bounds()?;
            Shape::Money { min, max }
        }
        "integer" => {
            let (min, max) = bounds()?;
            Shape::Integer { min, max }
        }
        "choice" if field.optional("options").is_some() => {
            let mut options: Vec<OptionItem> = Vec::new();
            for option in field.list("options")? {
                let option = OptionItem::read(&option)?;
                if options.iter().any(|known| known.code == option.code) {
                    return Err(TemplateError::Duplicate {
                        path: field.path(),
                        code: option.code,
                    });
                }
                options.push(option);
            }
            Shape::Own { options }
        }
        "choice" => Shape::Choice {
            list: list(field, codes)?,
        },
        "choices" => Shape::Choices {
            list: list(field, codes)?,
        },
        "member" => Shape::Member,
        "members" => Shape::Members,
        "household" => Shape::Household,
        "area" => Shape::Area,
        "id_number" => Shape::IdNumber,
        other => return Err(at.unknown(other)),
    })
}

fn list(field: &Reader<'_>, codes: &Codes) -> Result<String, TemplateError> {
    let at = field.child("list")?;
    let name = at.as_text()?;
    codes.list(name).ok_or_else(|| at.unknown(name))?;
    Ok(name.to_owned())
}

fn role(at: &Reader<'_>) -> Result<EntryRole, TemplateError> {
    at.as_text()?
        .parse()
        .map_err(|_| at.unknown(at.as_text().unwrap_or_default()))
}

fn texts(at: &Reader<'_>, name: &str) -> Result<Vec<String>, TemplateError> {
    let list = at.optional_list(name)?;
    list.iter()
        .map(|text| text.as_text().map(str::to_owned))
        .collect()
}

fn unique(at: &Reader<'_>, taken: &mut HashSet<String>) -> Result<String, TemplateError> {
    let code = at.as_text()?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if code.is_empty() || !code.bytes().all(plain) {
        return Err(at.wrong("a code of small letters, digits and _"));
    }
    if taken.insert(code.to_owned()) {
        return Ok(code.to_owned());
    }
    Err(TemplateError::Duplicate {
        path: at.path(),
        code: code.to_owned(),
    })
}
