//! Takes functions out of a program, into one that fills the program's table when it is started.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalId, GlobalKind, ImportKind, ImportedFunction, InstrSeqBuilder, LocalFunction, LocalId, Module,
    TableId, ValType, ir, passes,
};

use super::constants::OnlyCold;
use super::list::{List, plain};
use super::uses::Uses;

/// The module from which the program imports what has the file here; and the export that says whether it is here.
pub(super) const MODULE: &str = "cold";

/// The module from which the file imports what stays in the program.
const PROGRAM: &str = "program";

/// From which size on a function is worth another one in its place, in instructions.
const LEAST: u64 = 16;

/// How many functions have a name, of those that stay and of those that go.
pub(super) type Counts<'n> = HashMap<&'n str, (usize, usize)>;

/// Takes the functions of a list out of a program, with those that only they use and with the constants that only these use,
/// which `only_cold` tells; the program with them.
pub(super) fn take_apart(
    program: &mut Module,
    list: &List,
    only_cold: impl Fn(&Counts<'_>) -> Result<OnlyCold>,
) -> Result<Vec<u8>> {
    let bytes = program.emit_wasm();
    // Read twice, functions and all else have the same order.
    let mut main = Module::from_buffer(&bytes).context("the program cannot be read")?;
    let mut part = Module::from_buffer(&bytes).context("the program cannot be read")?;
    let uses = Uses::of(&main);
    let (cold, only_cold) = chosen(&main, &uses, list, only_cold)?;
    ensure!(cold.contains(&true), "{} names no function of the program", super::LIST);

    let of_cold = |uses: &[BTreeSet<usize>]| -> BTreeSet<usize> {
        cold.iter().zip(uses).filter(|(cold, _)| **cold).flat_map(|(_, uses)| uses.iter().copied()).collect()
    };
    let shared = Shared {
        functions: of_cold(&uses.functions).into_iter().filter(|&it| !cold[it]).collect(),
        globals: of_cold(&uses.globals),
        tables: of_cold(&uses.tables).union(&BTreeSet::from([uses.table])).copied().collect(),
    };
    let is_entry: Vec<bool> = (0..cold.len())
        .map(|at| {
            cold[at] && (uses.is_called(at, &cold) || uses.is_in_table(at) && !only_cold.has(&main, at))
        })
        .collect();
    let entries: Vec<usize> = (0..cold.len()).filter(|&at| is_entry[at]).collect();
    let slots = uses.slots.iter().map(|(slot, at)| (*slot, *at)).filter(|&(_, at)| cold[at] && !is_entry[at]);
    let mut fills = runs(slots);

    let first_slot = leave_stubs(&mut main, &entries, &fills, uses.table)?;
    fills.push((first_slot, entries));
    let names = export(&mut main, &shared)?;
    let constants = move_out(&mut main, &only_cold.memory);
    passes::gc::run(&mut main);
    *program = main;

    keep(&mut part, &fills, constants, &names, uses.table)?;
    Ok(part.emit_wasm())
}

impl OnlyCold {
    /// Whether only functions that go know the place of a function in the table.
    fn has(&self, module: &Module, at: usize) -> bool {
        let name = module.funcs.iter().nth(at).and_then(|function| function.name.as_ref());
        name.is_some_and(|name| self.called_by_table.contains(name))
    }
}

/// Which functions go: those that the list names, and those that only these use; and what else only these use.
fn chosen(
    module: &Module,
    uses: &Uses,
    list: &List,
    only_cold: impl Fn(&Counts<'_>) -> Result<OnlyCold>,
) -> Result<(Vec<bool>, OnlyCold)> {
    let names: Vec<Option<&str>> = module.funcs.iter().map(|function| function.name.as_deref()).collect();
    let local: Vec<Option<&LocalFunction>> = module
        .funcs
        .iter()
        .map(|function| match &function.kind {
            FunctionKind::Local(local) => Some(local),
            _ => None,
        })
        .collect();
    let mut cold: Vec<bool> = (0..names.len())
        .map(|at| match (local[at], names[at]) {
            (Some(local), Some(name)) => is_large(local) && list.has(&plain(name)),
            _ => false,
        })
        .collect();
    loop {
        let mut counts = Counts::new();
        for (name, cold) in names.iter().zip(&cold) {
            let (stay, go) = counts.entry(name.unwrap_or_default()).or_default();
            *(if *cold { go } else { stay }) += 1;
        }
        let only = only_cold(&counts)?;
        let is_only_used_by_cold = |at: usize, cold: &[bool]| {
            let is_known_by_table = uses.is_in_table(at);
            let is_used = is_known_by_table || uses.callers[at].iter().any(|&caller| caller != at);
            let is_cold_in_table = || names[at].is_some_and(|name| only.called_by_table.contains(name));
            is_used && !uses.is_called(at, cold) && (!is_known_by_table || is_cold_in_table())
        };
        let before = cold.clone();
        loop {
            let more: Vec<usize> = (0..cold.len())
                .filter(|&at| local[at].is_some() && !cold[at] && is_only_used_by_cold(at, &cold))
                .collect();
            if more.is_empty() {
                break;
            }
            for at in more {
                cold[at] = true;
            }
        }
        if cold == before {
            return Ok((cold, only));
        }
    }
}

/// Functions of neighbouring slots of a table together.
fn runs(slots: impl Iterator<Item = (u32, usize)>) -> Vec<(u32, Vec<usize>)> {
    let mut runs: Vec<(u32, Vec<usize>)> = Vec::new();
    for (slot, at) in slots {
        match runs.last_mut() {
            Some((first, functions)) if *first as usize + functions.len() == slot as usize => {
                functions.push(at);
            }
            _ => runs.push((slot, vec![at])),
        }
    }
    runs
}

/// Takes bytes out of the memory that a program starts with; they stand there as zeros.
fn move_out(main: &mut Module, memory: &[Range<u32>]) -> Vec<(u32, Vec<u8>)> {
    let mut moved = Vec::new();
    for id in main.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        let data = main.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = &data.kind else {
            continue;
        };
        let start = start.cast_unsigned();
        for range in memory {
            let Some(from) = range.start.checked_sub(start) else { continue };
            let bytes = from as usize..(range.end - start) as usize;
            if let Some(bytes) = data.value.get_mut(bytes) {
                moved.push((range.start, bytes.to_vec()));
                bytes.fill(0);
            }
        }
    }
    moved
}

fn is_large(function: &LocalFunction) -> bool {
    function.size() >= LEAST
}

/// What the functions that go use of the program, by place.
struct Shared {
    functions: BTreeSet<usize>,
    globals: BTreeSet<usize>,
    tables: BTreeSet<usize>,
}

/// The names by which the program exports what is shared, by place.
struct Names {
    functions: Vec<(usize, String)>,
    globals: Vec<(usize, String)>,
    tables: Vec<(usize, String)>,
    memory: String,
}

/// Puts in the place of each entry a function that calls it by the table; the table's slot of the first one. Nothing calls the
/// functions of slots that are filled later before.
fn leave_stubs(
    main: &mut Module,
    entries: &[usize],
    fills: &[(u32, Vec<usize>)],
    table: usize,
) -> Result<u32> {
    let table = main.tables.iter().nth(table).context("the program has no table of functions")?.id();
    let ty = main.types.add(&[], &[]);
    let (now, _) = main.add_import_func(MODULE, "now", ty);
    let is_here = main.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
    main.exports.add(MODULE, is_here);

    // Makes sure that the file is here, and gives the slot back.
    let slot = main.locals.add(ValType::I32);
    let mut ensured = FunctionBuilder::new(&mut main.types, &[ValType::I32], &[ValType::I32]);
    let mut body = ensured.func_body();
    body.global_get(is_here).unop(ir::UnaryOp::I32Eqz);
    let call = |missing: &mut InstrSeqBuilder<'_>| {
        missing.call(now);
    };
    body.if_else(None, call, |_| {}).local_get(slot);
    let ensured = ensured.finish(vec![slot], &mut main.funcs);

    let first = main.tables.get(table).initial;
    let ids: Vec<FunctionId> = main.funcs.iter().map(walrus::Function::id).collect();
    let filled: HashMap<FunctionId, FunctionId> =
        fills.iter().flat_map(|(_, functions)| functions).map(|at| (ids[*at], ensured)).collect();
    for element in main.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for function in functions.iter_mut() {
                *function = filled.get(function).copied().unwrap_or(*function);
            }
        }
    }
    for (at, entry) in (first..).zip(entries) {
        let ty = main.funcs.get(ids[*entry]).ty();
        let (params, results) = (main.types.params(ty).to_vec(), main.types.results(ty).to_vec());
        let arguments: Vec<LocalId> = params.iter().map(|one| main.locals.add(*one)).collect();
        let mut stub = FunctionBuilder::new(&mut main.types, &params, &results);
        let mut body = stub.func_body();
        for argument in &arguments {
            body.local_get(*argument);
        }
        body.i32_const(i32::try_from(at)?).call(ensured).call_indirect(ty, table);
        main.funcs.get_mut(ids[*entry]).kind = FunctionKind::Local(stub.local_func(arguments));
    }
    let table = main.tables.get_mut(table);
    table.initial += entries.len() as u64;
    table.maximum = table.maximum.map(|most| most + entries.len() as u64);
    Ok(u32::try_from(first)?)
}

/// Exports what is shared, under short names where it is not exported yet.
fn export(main: &mut Module, shared: &Shared) -> Result<Names> {
    let functions: Vec<FunctionId> = main.funcs.iter().map(walrus::Function::id).collect();
    let globals: Vec<GlobalId> = main.globals.iter().map(walrus::Global::id).collect();
    let tables: Vec<TableId> = main.tables.iter().map(walrus::Table::id).collect();
    let memory = main.get_memory_id().context("the program has more or less than one memory")?;
    let mut number = 0_u32;
    let mut name = |item: ExportItem| {
        let same = |other: &ExportItem| match (other, &item) {
            (ExportItem::Function(a), ExportItem::Function(b)) => a == b,
            (ExportItem::Global(a), ExportItem::Global(b)) => a == b,
            (ExportItem::Table(a), ExportItem::Table(b)) => a == b,
            (ExportItem::Memory(a), ExportItem::Memory(b)) => a == b,
            _ => false,
        };
        if let Some(known) = main.exports.iter().find(|export| same(&export.item)) {
            return known.name.clone();
        }
        let name = format!("c{number}");
        number += 1;
        main.exports.add(&name, item);
        name
    };
    Ok(Names {
        functions: shared.functions.iter().map(|&at| (at, name(functions[at].into()))).collect(),
        globals: shared.globals.iter().map(|&at| (at, name(globals[at].into()))).collect(),
        tables: shared.tables.iter().map(|&at| (at, name(tables[at].into()))).collect(),
        memory: name(memory.into()),
    })
}

/// Leaves in the part what goes: all that it shares with the program it imports from there, and it puts functions into slots
/// of the program's table, and constants into its memory.
fn keep(
    part: &mut Module,
    fills: &[(u32, Vec<usize>)],
    constants: Vec<(u32, Vec<u8>)>,
    names: &Names,
    table: usize,
) -> Result<()> {
    let functions: Vec<FunctionId> = part.funcs.iter().map(walrus::Function::id).collect();
    let globals: Vec<GlobalId> = part.globals.iter().map(walrus::Global::id).collect();
    let tables: Vec<TableId> = part.tables.iter().map(walrus::Table::id).collect();
    part.start = None;
    for export in part.exports.iter().map(walrus::Export::id).collect::<Vec<_>>() {
        part.exports.delete(export);
    }
    for element in part.elements.iter().map(walrus::Element::id).collect::<Vec<_>>() {
        part.elements.delete(element);
    }
    for data in part.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        part.data.delete(data);
    }
    part.tables.iter_mut().for_each(|table| table.elem_segments.clear());
    for memory in part.memories.iter_mut() {
        memory.data_segments.clear();
    }

    for (at, name) in &names.functions {
        let id = functions[*at];
        let ty = part.funcs.get(id).ty();
        if let FunctionKind::Import(ImportedFunction { import, .. }) = part.funcs.get(id).kind {
            part.imports.delete(import);
        }
        let import = part.imports.add(PROGRAM, name, ImportKind::Function(id));
        part.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for (at, name) in &names.globals {
        let import = part.imports.add(PROGRAM, name, ImportKind::Global(globals[*at]));
        part.globals.get_mut(globals[*at]).kind = GlobalKind::Import(import);
    }
    for (at, name) in &names.tables {
        let import = part.imports.add(PROGRAM, name, ImportKind::Table(tables[*at]));
        let table = part.tables.get_mut(tables[*at]);
        // Whatever the program's table has come to.
        (table.initial, table.maximum, table.import) = (0, None, Some(import));
    }
    let memory = part.get_memory_id()?;
    let import = part.imports.add(PROGRAM, &names.memory, ImportKind::Memory(memory));
    part.memories.get_mut(memory).import = Some(import);
    for (address, bytes) in constants {
        let offset = ConstExpr::Value(Value::I32(address.cast_signed()));
        let data = part.data.add(DataKind::Active { memory, offset }, bytes);
        part.memories.get_mut(memory).data_segments.insert(data);
    }

    let table = tables[table];
    for (first, filled) in fills {
        let offset = ConstExpr::Value(Value::I32(first.cast_signed()));
        let items = ElementItems::Functions(filled.iter().map(|&at| functions[at]).collect());
        let element = part.elements.add(ElementKind::Active { table, offset }, items);
        part.tables.get_mut(table).elem_segments.insert(element);
    }
    passes::gc::run(part);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{List, MODULE, OnlyCold, PROGRAM, runs, take_apart};
    use std::collections::BTreeSet;
    use walrus::ir::BinaryOp;
    use walrus::{
        ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, ImportKind, Module, RefType,
        ValType,
    };

    /// A function that takes a number, does much with it, and calls others.
    fn function(module: &mut Module, name: &str, work: u32, calls: &[FunctionId]) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        builder.name(name.to_owned());
        let number = module.locals.add(ValType::I32);
        let mut body = builder.func_body();
        body.local_get(number);
        for one in 0..work {
            body.i32_const(one.cast_signed()).binop(BinaryOp::I32Add);
        }
        for call in calls {
            body.call(*call);
        }
        builder.finish(vec![number], &mut module.funcs)
    }

    fn local_names(module: &Module) -> Vec<&str> {
        let mut names: Vec<&str> =
            module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn what_the_list_names_goes_with_what_only_it_calls_and_is_called_as_before() {
        let mut module = Module::default();
        module.memories.add_local(false, false, 1, None, None);
        let table = module.tables.add_local(false, 3, Some(3), RefType::FUNCREF);
        let shared = function(&mut module, "shared", 1, &[]);
        let inner = function(&mut module, "inner", 1, &[]);
        let other = function(&mut module, "other", 20, &[]);
        let small = function(&mut module, "small", 1, &[]);
        let large = function(&mut module, "large", 20, &[inner, shared, other]);
        let started = function(&mut module, "started", 20, &[large, shared, small]);
        module.exports.add("start", started);
        let offset = walrus::ConstExpr::Value(walrus::ir::Value::I32(1));
        let items = ElementItems::Functions(vec![started, other]);
        let element = module.elements.add(ElementKind::Active { table, offset }, items);
        module.tables.get_mut(table).elem_segments.insert(element);

        let none = |_: &super::Counts<'_>| Ok(OnlyCold::default());
        let part = take_apart(&mut module, &List::of("large\nother\nsmall\n"), none).expect("two programs");
        let main = module.emit_wasm();
        for bytes in [&main, &part] {
            wasmparser::validate(bytes).expect("a valid program");
        }
        let [main, part] = [main, part].map(|bytes| Module::from_buffer(&bytes).expect("a program"));

        // `other` is called by the table, too, and `small` is not worth another function in its place.
        assert_eq!(local_names(&part), ["inner", "large", "other"]);
        assert!(!local_names(&main).contains(&"inner"), "{:?}", local_names(&main));
        assert!(local_names(&main).contains(&"small"));
        assert_eq!(
            main.tables.iter().map(|table| (table.initial, table.maximum)).collect::<Vec<_>>(),
            [(5, Some(5))]
        );
        let imports = |module: &Module| -> Vec<(String, String)> {
            module.imports.iter().map(|import| (import.module.clone(), import.name.clone())).collect()
        };
        assert_eq!(imports(&main), [(MODULE.to_owned(), "now".to_owned())]);
        // Whatever the part imports, the program exports, of the same kind.
        for import in part.imports.iter() {
            assert_eq!(import.module, PROGRAM);
            let export = main.exports.iter().find(|export| export.name == import.name).expect("an export");
            assert!(
                matches!(
                    (&import.kind, &export.item),
                    (ImportKind::Function(_), ExportItem::Function(_))
                        | (ImportKind::Table(_), ExportItem::Table(_))
                        | (ImportKind::Memory(_), ExportItem::Memory(_))
                ),
                "{}",
                import.name
            );
        }
        let filled: Vec<(ElementKind, usize)> = part
            .elements
            .iter()
            .map(|element| match &element.items {
                ElementItems::Functions(functions) => (element.kind.clone(), functions.len()),
                ElementItems::Expressions(_, items) => (element.kind.clone(), items.len()),
            })
            .collect();
        let [(ElementKind::Active { offset, .. }, 2)] = filled.as_slice() else { panic!("{filled:?}") };
        assert!(
            matches!(offset, walrus::ConstExpr::Value(walrus::ir::Value::I32(3))),
            "behind what was there"
        );
    }

    #[test]
    fn a_list_that_names_nothing_of_the_program_is_a_mistake() {
        let mut module = Module::default();
        let started = function(&mut module, "started", 20, &[]);
        module.exports.add("start", started);
        let none = |_: &super::Counts<'_>| Ok(OnlyCold::default());
        assert!(take_apart(&mut module, &List::of("gone::"), none).is_err());
    }

    #[test]
    fn constants_and_functions_of_the_table_that_only_others_that_go_know_go_with_them() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let offset = || walrus::ConstExpr::Value(walrus::ir::Value::I32(1024));
        let data = module
            .data
            .add(walrus::DataKind::Active { memory, offset: offset() }, b"warm, cold, warm".to_vec());
        module.memories.get_mut(memory).data_segments.insert(data);
        let table = module.tables.add_local(false, 4, Some(4), RefType::FUNCREF);
        let known = function(&mut module, "known", 20, &[]);
        let inner = function(&mut module, "inner", 1, &[]);
        let hidden = function(&mut module, "hidden", 1, &[inner]);
        let large = function(&mut module, "large", 20, &[]);
        let started = function(&mut module, "started", 20, &[large]);
        module.exports.add("start", started);
        let offset = walrus::ConstExpr::Value(walrus::ir::Value::I32(1));
        let items = ElementItems::Functions(vec![known, hidden, started]);
        let element = module.elements.add(ElementKind::Active { table, offset }, items);
        module.tables.get_mut(table).elem_segments.insert(element);

        let asked = std::cell::RefCell::new(Vec::new());
        let only_cold = |counts: &super::Counts<'_>| {
            asked.borrow_mut().push((counts["hidden"], counts["inner"]));
            let called_by_table = BTreeSet::from(["hidden".to_owned()]);
            Ok(OnlyCold { memory: std::iter::once(1030..1034).collect(), called_by_table })
        };
        let part = take_apart(&mut module, &List::of("large\nknown\n"), only_cold).expect("two programs");
        // What goes may be all that others know: it is asked again.
        assert_eq!(asked.into_inner(), [((1, 0), (1, 0)), ((0, 1), (0, 1))]);
        let main = module.emit_wasm();
        for bytes in [&main, &part] {
            wasmparser::validate(bytes).expect("a valid program");
        }
        let [main, part] = [main, part].map(|bytes| Module::from_buffer(&bytes).expect("a program"));
        assert_eq!(local_names(&part), ["hidden", "inner", "known", "large"]);
        assert!(!local_names(&main).contains(&"hidden"), "{:?}", local_names(&main));
        let memory = |module: &Module| -> Vec<String> {
            module.data.iter().map(|data| String::from_utf8_lossy(&data.value).into_owned()).collect()
        };
        assert_eq!(memory(&main), ["warm, \0\0\0\0, warm"]);
        assert_eq!(memory(&part), ["cold"]);
        // Where it was in the table it is again; what others call has a slot of its own.
        let mut filled: Vec<(i32, usize)> = part
            .elements
            .iter()
            .map(|element| match (&element.kind, &element.items) {
                (
                    ElementKind::Active {
                        offset: walrus::ConstExpr::Value(walrus::ir::Value::I32(first)),
                        ..
                    },
                    ElementItems::Functions(functions),
                ) => (*first, functions.len()),
                other => panic!("{other:?}"),
            })
            .collect();
        filled.sort_unstable();
        assert_eq!(filled, [(2, 1), (4, 2)]);
    }

    #[test]
    fn neighbours_are_filled_together() {
        let made = runs([(3, 10), (4, 11), (6, 12)].into_iter());
        assert_eq!(made, [(3, vec![10, 11]), (6, vec![12])]);
    }
}
