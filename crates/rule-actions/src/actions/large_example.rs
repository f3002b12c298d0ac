//! An example that is too large for a service.

use iot_sql::Example;

/// An action that gets almost 100 KB in each of many attributes.
pub(super) const fn large(action: &'static str) -> Example {
    let example = Example::action(action);
    example.selecting_built("A statement that makes more than a million bytes.", statement)
}

fn statement() -> String {
    let ten = |name: &str| [name; 10].join(", ");
    let attributes: Vec<String> = (0..11).map(|index| format!("@c AS c{index}")).collect();
    format!(
        "SET @a = rpad('x', 1000), @b = [{}], @c = [{}] SELECT {} FROM 'sensors/+'",
        ten("@a"),
        ten("@b"),
        attributes.join(", ")
    )
}
