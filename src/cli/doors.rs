//! Commands that open another door on the same graph and stay there until they are asked to end.

use clap::ArgMatches;
#[cfg(feature = "mcp")]
use clap::Args;

use crate::commands::World;
use crate::commands::failure::Failure;
#[cfg(feature = "mcp")]
use crate::mcp::Mcp;
#[cfg(feature = "serve")]
use crate::serve::Serve;

/// A command that opens a door.
pub(super) struct Door {
    pub(super) name: &'static str,
    pub(super) examples: &'static [&'static str],
    pub(super) words: fn(clap::Command) -> clap::Command,
    pub(super) run: fn(&ArgMatches, World) -> Result<(), Failure>,
}

/// They come after the others in the help.
pub(super) const DOORS: &[Door] = &[
    #[cfg(feature = "serve")]
    Door {
        name: "serve",
        examples: &[
            "stackgen serve",
            "stackgen serve --bind 0.0.0.0:80 --store catalog --log json",
            "stackgen serve --cors https://wiki.example.com",
        ],
        words: Serve::augment_args,
        run: |matches, world| read::<Serve>(matches)?.run(world),
    },
    #[cfg(feature = "mcp")]
    Door {
        name: "mcp",
        examples: &[
            "stackgen mcp",
            "stackgen mcp --root ~/project --store catalog",
        ],
        words: Mcp::augment_args,
        run: |matches, world| read::<Mcp>(matches)?.run(world),
    },
];

#[cfg(feature = "mcp")]
fn read<A: Args>(matches: &ArgMatches) -> Result<A, Failure> {
    A::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))
}
