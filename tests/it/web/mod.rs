//! The estimator: the real binary on a real socket.

mod answers;
mod command;
mod description;
mod estimate;
mod faults;
mod hostile;
mod limits;
#[cfg(feature = "register")]
mod link;
mod next_step;
mod page;
#[cfg(feature = "register")]
mod register;
mod server;

pub(crate) use page::said;
