//! What only some functions of a program use besides other functions: constants, and places in its table.
//!
//! The compiler writes down where functions and constants name constants and functions (relocations), but when parts are
//! taken out of the program, what is left of it has its constants at other places. These are read from where they are named.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use wasmparser::{RelocationEntry, SymbolFlags, SymbolInfo};

use super::linked::{Function, Named, Program, address, named};

/// What only functions that go use.
#[derive(Debug, Default)]
pub(super) struct OnlyCold {
    /// Constants, by their addresses in memory.
    pub(super) memory: Vec<Range<u32>>,
    /// The names of functions whose places in the table nothing else knows. A name may also be that of another function, for
    /// which the same holds.
    pub(super) called_by_table: BTreeSet<String>,
}

/// Looks for what only functions that go use: `original` is the program as the compiler made it, `left` what its parts left
/// of it; of each name, how many functions have it and stay, and how many go.
pub(super) fn only_cold(
    original: &[u8],
    left: &[u8],
    counts: &HashMap<&str, (usize, usize)>,
) -> Result<OnlyCold> {
    let original = Program::of(original).context("the compiler's program cannot be read")?;
    let left = Program::of(left).context("what is left of the program cannot be read")?;
    let mut of_name: HashMap<&str, usize> = HashMap::new();
    for function in &original.functions {
        *of_name.entry(function.name).or_default() += 1;
    }
    // A name of several functions goes if each of them does; one that is nowhere in what is left is in a part.
    let is_cold = |function: &Function<'_>| {
        counts.get(function.name).is_some_and(|&(stay, go)| stay == 0 && go == of_name[function.name])
    };
    let is_in_part = |function: &Function<'_>| {
        let (stay, go) = counts.get(function.name).copied().unwrap_or_default();
        stay + go < of_name[function.name]
    };

    let mut warm = Reached::default();
    for function in original.functions.iter().filter(|function| !is_cold(function)) {
        let relocations = original.relocations_of_code(&function.body);
        warm.follow(&original, relocations, is_in_part(function))?;
    }
    for (at, symbol) in original.symbols.iter().enumerate() {
        let is_exported =
            |flags: &SymbolFlags| flags.intersects(SymbolFlags::EXPORTED | SymbolFlags::NO_STRIP);
        match symbol {
            SymbolInfo::Data { flags, .. } if is_exported(flags) => warm.constant(&original, at)?,
            SymbolInfo::Func { flags, index, .. } if is_exported(flags) => {
                warm.table.insert(*index);
            }
            _ => {}
        }
    }

    let mut cold = Placed { original: &original, left: &left, addresses: BTreeMap::new() };
    for function in original.functions.iter().filter(|function| is_cold(function)) {
        cold.follow(function)?;
    }
    let known_by_others: BTreeSet<&str> =
        warm.table.iter().filter_map(|index| original.name_of(*index)).collect();
    let names = original.functions.iter().map(|function| function.name);
    Ok(OnlyCold {
        memory: cold.without(&warm)?,
        called_by_table: names.filter(|name| !known_by_others.contains(name)).map(str::to_owned).collect(),
    })
}

/// What functions use, directly and by constants.
#[derive(Default)]
struct Reached {
    /// Constants, by the numbers of their symbols.
    constants: BTreeSet<usize>,
    /// Functions whose places in the table they know.
    table: BTreeSet<u32>,
}

impl Reached {
    /// What a function uses; one in a part calls by the table whatever the program has.
    fn follow(
        &mut self,
        program: &Program<'_>,
        relocations: &[RelocationEntry],
        is_in_part: bool,
    ) -> Result<()> {
        for relocation in relocations {
            match named(relocation) {
                Named::Constant => self.constant(program, relocation.index as usize)?,
                Named::Call if !is_in_part => {}
                Named::Slot | Named::Call => {
                    if let Some(SymbolInfo::Func { index, .. }) =
                        program.symbols.get(relocation.index as usize)
                    {
                        self.table.insert(*index);
                    }
                }
                Named::Other => {}
            }
        }
        Ok(())
    }

    fn constant(&mut self, program: &Program<'_>, symbol: usize) -> Result<()> {
        let mut next = vec![symbol];
        while let Some(symbol) = next.pop() {
            if !self.constants.insert(symbol) {
                continue;
            }
            let Some(constant) = program.constant(u32::try_from(symbol)?)? else { continue };
            let relocations = program.data.within(&program.file_range(constant)?);
            for relocation in relocations {
                match (named(relocation), program.symbols.get(relocation.index as usize)) {
                    (Named::Constant, _) => next.push(relocation.index as usize),
                    (Named::Slot, Some(SymbolInfo::Func { index, .. })) => {
                        self.table.insert(*index);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// Where constants are that functions use, in what is left of a program.
struct Placed<'p, 'a> {
    original: &'p Program<'a>,
    left: &'p Program<'a>,
    /// By the numbers of their symbols.
    addresses: BTreeMap<u32, u32>,
}

impl Placed<'_, '_> {
    /// What a function uses, if what is left has it.
    fn follow(&mut self, function: &Function<'_>) -> Result<()> {
        let size = function.body.len();
        let mut same = self
            .left
            .functions
            .iter()
            .filter(|other| other.name == function.name && other.body.len() == size)
            .map(|other| other.body.clone());
        let (Some(body), None) = (same.next(), same.next()) else { return Ok(()) };
        let mut next = Vec::new();
        for relocation in self.original.relocations_of_code(&function.body) {
            if !matches!(named(relocation), Named::Constant) {
                continue;
            }
            let at = self.original.code.start + relocation.offset as usize - function.body.start;
            let field = &self.left.bytes[body.start + at..body.end];
            next.push((relocation.index, address(field, relocation)?));
        }
        while let Some((symbol, address)) = next.pop() {
            match self.addresses.get(&symbol) {
                Some(known) => ensure!(*known == address, "one constant is at two places"),
                None => {
                    self.addresses.insert(symbol, address);
                    self.constant(symbol, address, &mut next)?;
                }
            }
        }
        Ok(())
    }

    /// What a constant names in turn.
    fn constant(&self, symbol: u32, address_of: u32, next: &mut Vec<(u32, u32)>) -> Result<()> {
        let Some(constant) = self.original.constant(symbol)? else { return Ok(()) };
        let range = self.original.file_range(constant)?;
        let Some(bytes) = self.left.memory(address_of, range.len()) else { return Ok(()) };
        for relocation in self.original.data.within(&range) {
            if matches!(named(relocation), Named::Constant) {
                let at = self.original.data.start + relocation.offset as usize - range.start;
                next.push((relocation.index, address(&bytes[at..], relocation)?));
            }
        }
        Ok(())
    }

    /// The addresses of these constants' bytes that no others have.
    fn without(&self, others: &Reached) -> Result<Vec<Range<u32>>> {
        let mut is_others = vec![false; self.original.bytes.len()];
        for symbol in &others.constants {
            if let Some(constant) = self.original.constant(u32::try_from(*symbol)?)? {
                is_others[self.original.file_range(constant)?].fill(true);
            }
        }
        let mut addresses: BTreeSet<u32> = BTreeSet::new();
        for (symbol, address) in &self.addresses {
            let Some(constant) = self.original.constant(*symbol)? else { continue };
            let range = self.original.file_range(constant)?;
            if self.left.memory(*address, range.len()).is_some() {
                let own = (*address..).zip(range).filter(|(_, place)| !is_others[*place]);
                addresses.extend(own.map(|(address, _)| address));
            }
        }
        let mut ranges: Vec<Range<u32>> = Vec::new();
        for address in addresses {
            match ranges.last_mut() {
                Some(last) if last.end == address => last.end += 1,
                _ => ranges.push(address..address + 1),
            }
        }
        Ok(ranges)
    }
}

#[cfg(test)]
mod tests {
    use super::{OnlyCold, Program, only_cold};
    use std::collections::HashMap;
    use std::io::Write;
    use std::process::{Command, Stdio};
    use std::sync::LazyLock;

    /// Two functions that show texts and call others by their addresses: some of them in common.
    const SOURCE: &str = r#"
        #![no_std]
        use core::hint::black_box;
        #[panic_handler]
        fn panic(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }
        unsafe extern "C" { fn show(text: *const u8, length: usize); }
        #[inline(never)]
        fn say(text: &str) { unsafe { show(text.as_ptr(), text.len()) } }
        static NAMES: [&str; 2] = ["a name that only the cold one has", "a name of both"];
        #[unsafe(no_mangle)]
        fn of_cold() { say("by the table, for the cold one") }
        #[unsafe(no_mangle)]
        fn of_both() { say("by the table, for both") }
        static CALLS: [fn(); 2] = [of_cold, of_both];
        #[unsafe(no_mangle)]
        pub fn cold(at: usize) {
            say("a text that only the cold one has");
            say("a text of both");
            say(NAMES[at % 2]);
            black_box(CALLS)[at % 2]();
        }
        #[unsafe(no_mangle)]
        pub fn warm() {
            say("a text of both");
            say("a name of both");
            black_box(of_both as fn())();
        }
    "#;

    /// What the compiler makes of the source, with relocations.
    static PROGRAM: LazyLock<Vec<u8>> = LazyLock::new(compiled);

    fn compiled() -> Vec<u8> {
        let folder = std::env::temp_dir().join(format!("rulelens-constants-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("program.wasm");
        let mut rustc = Command::new("rustc");
        rustc.args([
            "--edition=2024",
            "--target=wasm32-unknown-unknown",
            "--crate-type=cdylib",
            "-Copt-level=2",
        ]);
        rustc.args(["-Cpanic=abort", "-Clink-arg=--emit-relocs", "-o"]).arg(&file).arg("-");
        let mut compiler = rustc.stdin(Stdio::piped()).spawn().expect("the compiler");
        compiler.stdin.take().expect("its input").write_all(SOURCE.as_bytes()).expect("it reads");
        assert!(compiler.wait().expect("it ends").success());
        let bytes = std::fs::read(&file).expect("a program");
        std::fs::remove_dir_all(&folder).expect("the folder");
        bytes
    }

    /// What only the functions of these names use.
    fn only(program: &[u8], cold: &[&str]) -> (OnlyCold, String) {
        let counts: HashMap<&str, (usize, usize)> = Program::of(program)
            .expect("a program")
            .functions
            .iter()
            .map(|function| (function.name, if cold.contains(&function.name) { (0, 1) } else { (1, 0) }))
            .collect();
        let only = only_cold(program, program, &counts).expect("relocations");
        let read = Program::of(program).expect("a program");
        let bytes = only.memory.iter().map(|range| read.memory(range.start, range.len()).expect("memory"));
        let text = bytes.map(String::from_utf8_lossy).collect::<Vec<_>>().join("|");
        (only, text)
    }

    #[test]
    fn constants_of_functions_that_go_are_told_from_those_of_all() {
        let program = &PROGRAM;
        let (both, text) = only(program, &["cold"]);
        for expected in ["a text that only the cold one has", "a name that only the cold one has"] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        for other in ["a text of both", "a name of both", "by the table, for"] {
            assert!(!text.contains(other), "{other} in {text}");
        }
        assert!(both.called_by_table.contains("of_cold") && !both.called_by_table.contains("of_both"));

        let (_, text) = only(program, &["cold", "of_cold"]);
        assert!(text.contains("by the table, for the cold one"), "{text}");
        let (nothing, _) = only(program, &[]);
        assert_eq!(nothing.memory, []);
        assert!(!nothing.called_by_table.contains("of_cold"));
    }

    #[test]
    fn of_a_name_that_a_part_has_too_nothing_goes() {
        let program = &PROGRAM;
        let counts = HashMap::from([("cold", (0, 1)), ("warm", (1, 0))]);
        // Whatever is not named here is in a part: it calls by the table.
        let only = only_cold(program, program, &counts).expect("relocations");
        assert!(!only.called_by_table.contains("say"), "{only:?}");
        assert!(only_cold(b"no program", program, &counts).is_err());
    }
}
