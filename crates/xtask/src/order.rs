//! The order of a program's functions: neighbours that are alike compress better.
//!
//! wasm-bindgen and wasm-opt write functions by their size or by how often they are called. Neither puts those together that
//! the compiler made of one template, which are of about one size, of one type, and begin alike.

use anyhow::{Context, Result, anyhow};
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// Orders the functions of each program in a folder.
pub(crate) fn all(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "wasm") {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let ordered = ordered(&bytes).with_context(|| format!("cannot order {}", file.display()))?;
            fs::write(&file, ordered).with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    Ok(())
}

/// The same program with its functions in that order, and without what only tools read.
fn ordered(program: &[u8]) -> Result<Vec<u8>> {
    let mut order = Order::of(program)?;
    let mut module = Module::new();
    order
        .parse_core_module(&mut module, Parser::new(0), program)
        .map_err(|error| anyhow!("the program cannot be written anew: {error}"))?;
    Ok(module.finish())
}

/// How functions move.
struct Order {
    imported: usize,
    /// The old places of the program's own functions, in their new order.
    old: Vec<usize>,
    /// The new places, in the old order.
    new: Vec<usize>,
}

impl Order {
    fn of(program: &[u8]) -> Result<Self> {
        let mut imported = 0;
        let mut types: Vec<u32> = Vec::new();
        let mut bodies: Vec<&[u8]> = Vec::new();
        for payload in Parser::new(0).parse_all(program) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let mut old: Vec<usize> = (0..bodies.len()).collect();
        old.sort_by_key(|&at| (bodies[at].len().checked_ilog2(), types.get(at), bodies[at]));
        let mut new = vec![0; old.len()];
        for (place, &at) in old.iter().enumerate() {
            new[at] = place;
        }
        Ok(Self { imported, old, new })
    }

    /// What stands at each place now.
    fn in_order<T: Clone>(&self, items: Vec<T>) -> impl Iterator<Item = T> {
        self.old.iter().map(move |&at| items[at].clone())
    }
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let own = (function as usize).checked_sub(self.imported);
        let moved =
            own.and_then(|own| self.new.get(own)).and_then(|&new| u32::try_from(self.imported + new).ok());
        Ok(moved.unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for ty in self.in_order(types).collect::<Vec<_>>() {
            functions.function(self.type_index(ty)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for body in self.in_order(bodies).collect::<Vec<_>>() {
            utils::parse_function_body(self, code, body)?;
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _module: &mut Module,
        _section: CustomSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::ordered;
    use walrus::ir::BinaryOp;
    use walrus::{ExportItem, FunctionBuilder, FunctionId, FunctionKind, Module, ValType};

    /// A function that adds a number so often to what it is given, and calls another.
    fn function(
        module: &mut Module,
        params: usize,
        times: usize,
        number: i32,
        call: Option<FunctionId>,
    ) -> FunctionId {
        let params = vec![ValType::I32; params];
        let mut builder = FunctionBuilder::new(&mut module.types, &params, &[ValType::I32]);
        let locals = params.iter().map(|ty| module.locals.add(*ty)).collect::<Vec<_>>();
        let mut body = builder.func_body();
        body.i32_const(0);
        for _ in 0..times {
            body.i32_const(number).binop(BinaryOp::I32Add);
        }
        if let Some(call) = call {
            body.call(call).binop(BinaryOp::I32Add);
        }
        builder.finish(locals, &mut module.funcs)
    }

    /// How many instructions an exported function has, and how many the one that it calls.
    fn sizes(module: &Module, name: &str) -> (u64, Option<u64>) {
        let size = |id: FunctionId| match &module.funcs.get(id).kind {
            FunctionKind::Local(local) => local.size(),
            _ => 0,
        };
        let export = module.exports.iter().find(|export| export.name == name).expect("an export");
        let ExportItem::Function(id) = export.item else { panic!("no function") };
        let FunctionKind::Local(local) = &module.funcs.get(id).kind else { panic!("imported") };
        let called =
            local.block(local.entry_block()).instrs.iter().find_map(|(instruction, _)| match instruction {
                walrus::ir::Instr::Call(call) => Some(size(call.func)),
                _ => None,
            });
        (size(id), called)
    }

    #[test]
    fn functions_of_one_kind_are_neighbours_and_each_is_what_it_was() {
        let mut module = Module::default();
        let ty = module.types.add(&[], &[]);
        let (imported, _) = module.add_import_func("host", "tell", ty);
        let names = ["small", "large", "other", "like-large", "like-small", "unlike"];
        let mut last = None;
        for (name, params, times, number) in [
            (names[0], 0, 4, 1),
            (names[1], 0, 50, 1),
            (names[2], 1, 50, 1),
            (names[3], 0, 52, 1),
            (names[4], 0, 5, 1),
            // Of a size between the large ones, and of other instructions.
            (names[5], 0, 51, 2),
        ] {
            let made = function(&mut module, params, times, number, last.filter(|_| name != "like-large"));
            module.exports.add(name, made);
            last = (params == 0).then_some(made);
        }
        module.exports.add("tell", imported);
        module.start = None;
        let before = module.emit_wasm();
        let after = ordered(&before).expect("a program");
        wasmparser::validate(&after).expect("a valid program");
        assert_ne!(before, after);
        assert_eq!(ordered(&after).expect("a program"), after, "it is in that order now");

        let [before, after] = [before, after].map(|bytes| Module::from_buffer(&bytes).expect("a program"));
        for name in names {
            assert_eq!(sizes(&before, name), sizes(&after, name), "{name}");
        }
        let place = |name: &str| {
            let export = after.exports.iter().find(|export| export.name == name).expect("an export");
            let ExportItem::Function(id) = export.item else { panic!("no function") };
            after.funcs.iter().position(|function| function.id() == id).expect("a place")
        };
        assert_eq!(place("small").abs_diff(place("like-small")), 1);
        assert_eq!(place("large").abs_diff(place("like-large")), 1);
        assert_eq!(after.customs.iter().count(), 0);
    }

    #[test]
    fn what_is_no_program_is_told() {
        assert!(ordered(b"no program").is_err());
    }
}
