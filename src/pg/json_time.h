// Dates and times as JSON text: ISO 8601, independent of DateStyle and TimeZone.
//
// Infinite values are written as PostgreSQL's to_json writes them ("infinity", "-infinity"), years before Christ too
// ("0044-03-15T12:00:00+00:00 BC").
#pragma once

#include "pg/json_text.h"

extern "C" {
#include "utils/date.h"
#include "utils/timestamp.h"
}

namespace fraiseql::pg {

extern "C" {

// JSON strings with their quotes. A timestamp is an int64 as stored; `utc` appends +00:00.
void put_timestamp(StringInfo out, Timestamp timestamp, bool utc);
void put_date(StringInfo out, DateADT date);
void put_time(StringInfo out, TimeADT time);

// The same from the text that PostgreSQL writes in its ISO and XSD styles: `2025-01-31`, `2025-01-31 12:00:00.5+01`,
// `12:00:00`, `2025-01-31T12:00:00Z`, ` BC` at the end; years of four to seven digits. An offset moves a timestamp to
// UTC; a time of day keeps it. False, and nothing written, where the text is not such a thing. A timestamp serves as a
// date (that of UTC), a date as a timestamp (its midnight).
bool put_timestamp_text(StringInfo out, const char* text, size_t size);
bool put_date_text(StringInfo out, const char* text, size_t size);
bool put_time_text(StringInfo out, const char* text, size_t size);

}  // extern "C"

}  // namespace fraiseql::pg
