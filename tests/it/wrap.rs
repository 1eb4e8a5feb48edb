//! How a text breaks into lines, in the columns of a terminal and in the letters of a font.

use reinstate::document::drawing::Face;
use reinstate::document::drawing::fonts::{TextError, width_um};
use reinstate::document::drawing::wrap::{LongWord, in_columns, in_face};

#[test]
fn lines_break_at_spaces_and_inside_words_that_are_wider() {
    let cases: [(&str, &[&str], &[&str]); 7] = [
        ("", &[""], &[""]),
        ("one", &["one"], &["one"]),
        ("one two three", &["one two", "three"], &["one two", "three"]),
        ("a  b", &["a  b"], &["a  b"]),
        ("  one two", &["one two"], &["one two"]),
        (
            "a abcdefghijklmnopq z",
            &["a", "abcdefgh", "ijklmnop", "q z"],
            &["a", "abcdefghijklmnopq", "z"],
        ),
        // Each of these takes two columns.
        ("東京都港区六本木", &["東京都港", "区六本木"], &["東京都港区六本木"]),
    ];
    for (text, broken, whole) in cases {
        assert_eq!(in_columns(text, 8, LongWord::Broken), broken, "{text}");
        assert_eq!(in_columns(text, 8, LongWord::Whole), whole, "{text}");
    }
    assert_eq!(in_columns("東京", 1, LongWord::Broken), ["東", "京"]);
}

#[test]
fn a_line_in_a_face_is_not_wider_than_its_place() {
    let text = "Support that has lapsed is reinstated for the days without cover.";
    for room_um in 1..120 {
        let room_um = room_um * 1_000;
        let lines = in_face(Face::Bold, 3_175, text, room_um).expect("letters of the font");
        for line in &lines {
            let wide = width_um(Face::Bold, 3_175, line).expect("letters of the font");
            assert!(wide <= room_um || line.chars().count() == 1, "{room_um}: {line}");
        }
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&lines.concat()), letters(text));
    }
    let missing = in_face(Face::Regular, 3_175, "a 東 b", 1_000);
    assert_eq!(missing, Err(TextError::MissingCharacter('東')));
}
