//! A server that is killed while many register: what was answered is there, and all of it is whole.

use std::io::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::json;

use super::{QUOTES, ServedRegister, asked};
use crate::web::server::{Answer, post};

const CLIENTS: usize = 6;
/// How often a server is killed; more with `REINSTATE_KILLS`.
const KILLS: u32 = 3;

#[test]
fn what_was_answered_before_a_kill_is_in_the_register() {
    let kills = std::env::var("REINSTATE_KILLS").ok();
    let kills = kills.and_then(|wanted| wanted.parse().ok()).unwrap_or(KILLS);
    let mut served = ServedRegister::new();
    let mut told = Vec::new();
    for round in 0..kills {
        let known = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (served, known) = (&served, &known);
                scope.spawn(move || {
                    for count in 0.. {
                        let customer = format!("C{round}-{client}-{count}");
                        let Some(number) = registered(served, &customer) else { return };
                        known.lock().expect("numbers").push(number);
                    }
                });
            }
            // However slow the machine is: some are told, and others are under way.
            let wanted = 3 + usize::try_from(round).expect("a count") * 7 % 40;
            while known.lock().expect("numbers").len() < wanted {
                std::thread::sleep(Duration::from_millis(2));
            }
            served.server.signal("-KILL");
        });
        told.extend(known.into_inner().expect("numbers"));
        served = served.again();
        served.assert_whole();
        for number in &told {
            let answer = served.get("ann", &format!("{QUOTES}/{number}"));
            assert_eq!(answer.status, 200, "{number} was told, and is lost");
        }
    }
    assert!(told.len() > CLIENTS, "{told:?}");
}

/// The number of a quote, where the server lives to tell it.
fn registered(served: &ServedRegister, customer: &str) -> Option<String> {
    let head =
        [format!("idempotency-key: {customer}"), "content-type: application/json".to_owned()];
    let head: Vec<String> = served.head("ann", &[]).into_iter().chain(head).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let request = post(QUOTES, &head, asked(customer, json!({})).to_string().as_bytes());
    let mut stream = served.server.try_connect().ok()?;
    stream.write_all(&request).ok()?;
    let answer = Answer::read(&mut stream).ok()?;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["number"].as_str().map(str::to_owned)
}
