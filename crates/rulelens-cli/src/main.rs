//! The `rulelens` program.

use clap::{Parser, Subcommand};
use rulelens_cli::{
    Aside, CLOSED, CheckOptions, ConvertOptions, EvalOptions, FunctionsOptions, InitOptions, LessonsOptions,
    LspOptions, ObserveOptions, QuestionsOptions, ReplayOptions, TestOptions, UNUSABLE,
};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Every message takes a few small pieces of memory, on every core at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Shows what an AWS IoT Core rule does with a message, and tests rules, without AWS.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Eval(EvalOptions),
    Replay(ReplayOptions),
    Test(TestOptions),
    Check(CheckOptions),
    Init(InitOptions),
    Convert(ConvertOptions),
    Functions(FunctionsOptions),
    Questions(QuestionsOptions),
    Lessons(LessonsOptions),
    Lsp(LspOptions),
    Observe(ObserveOptions),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Data goes out as it is; what is said aside loses its colours where they do not belong.
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = Aside(anstream::stderr().lock());
    let result = match arguments.command {
        Command::Eval(options) => rulelens_cli::eval(&options, &mut out, &mut err),
        Command::Replay(options) => rulelens_cli::replay(&options, &mut out, &mut err),
        Command::Test(options) => rulelens_cli::test(&options, &mut out, &mut err),
        Command::Check(options) => rulelens_cli::check(&options, &mut out, &mut err),
        Command::Init(options) => rulelens_cli::init(&options, &mut out, &mut err),
        Command::Convert(options) => rulelens_cli::convert(&options, &mut out, &mut err),
        Command::Functions(options) => rulelens_cli::functions(&options, &mut out, &mut err),
        Command::Questions(options) => rulelens_cli::questions(&options, &mut out, &mut err),
        Command::Lessons(options) => rulelens_cli::lessons(&options, &mut out, &mut err),
        Command::Lsp(options) => rulelens_cli::lsp(&options, &mut out, &mut err),
        Command::Observe(options) => rulelens_cli::observe(&options, &mut out, &mut err),
    };
    let result = result.and_then(|code| out.flush().map(|()| code).map_err(Into::into));
    match result {
        Ok(code) => ExitCode::from(code),
        // Whoever reads the output has seen enough, as in `rulelens test … | head`.
        Err(error) if is_broken_pipe(&error) => {
            // What is left in the buffer has nowhere to go.
            let _ = out.into_parts();
            ExitCode::from(CLOSED)
        }
        Err(error) => {
            let _ = writeln!(err, "error: {}", rulelens_cli::printable(&format!("{error:#}")));
            ExitCode::from(UNUSABLE)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let written = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let kind = written.or_else(|| cause.downcast_ref::<serde_json::Error>()?.io_error_kind());
        kind == Some(io::ErrorKind::BrokenPipe)
    })
}
