use crate::support::{small, stackgen};

#[test]
fn entries_stand_side_by_side() {
    let data = small();
    let text = stackgen(&format!("compare alpha jay --data {}", data.path)).ok();
    assert_eq!(
        text,
        "ASPECT       ALPHA           JAY\n\
         kind         technology      technology\n\
         purpose      Message broker  Message broker\n\
         needs        Message broker  Message broker\n\
         written in   Go              Java\n\
         usable from  Go              Java\n\
         standards    MQTT\n\
         licence      MIT             GPL-3.0-only\n\
         status       active          active\n\
         stars        5000\n"
    );
}

#[test]
fn every_format_of_compare_works() {
    for format in ["json", "csv", "markdown"] {
        let text = stackgen(&format!("compare rabbitmq kafka --format {format}")).ok();
        assert!(text.contains("RabbitMQ"), "{format}: {text}");
    }
}
