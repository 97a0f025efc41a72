#include "pg/json_time.h"

extern "C" {
#include "utils/datetime.h"
}

namespace fraiseql::pg {

namespace {

constexpr int64 kMicrosecondsPerDay = 86'400'000'000;
constexpr std::string_view kBeforeChrist = " BC";

// A date, time of day or timestamp read from text.
struct IsoTime {
  bool has_date = false;
  bool has_time = false;
  bool has_offset = false;
  int64 days = 0;          // since 2000-01-01
  int64 microseconds = 0;  // of the day, 0 to 86,400,000,000
  int32 offset = 0;        // seconds east of Greenwich
};

// Reads forward through text.
class Cursor {
 public:
  Cursor(const char* start, size_t size) : at_(start), end_(start + size) {}
  bool Done() const { return at_ == end_; }
  bool Take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool At(std::string_view word) const { return std::string_view(at_, Rest()).substr(0, word.size()) == word; }
  bool Take(std::string_view word) {
    if (!At(word)) return false;
    at_ += word.size();
    return true;
  }
  bool AtDigit() const { return at_ < end_ && *at_ >= '0' && *at_ <= '9'; }
  // A number of at least `least` and at most `most` digits.
  bool Digits(int least, int most, int* value) {
    int count = 0;
    *value = 0;
    for (; AtDigit() && count < most; ++count) *value = *value * 10 + (*at_++ - '0');
    return count >= least && !AtDigit();
  }
  bool TwoDigits(int* value) {
    if (Rest() < 2 || at_[0] < '0' || at_[0] > '9' || at_[1] < '0' || at_[1] > '9') return false;
    *value = (at_[0] - '0') * 10 + (at_[1] - '0');
    at_ += 2;
    return true;
  }
  // The digits of a fraction of a second as microseconds; those beyond round.
  int64 Fraction() {
    int64 value = 0;
    int count = 0;
    for (; AtDigit() && count < 6; ++count) value = value * 10 + (*at_++ - '0');
    for (; count < 6; ++count) value *= 10;
    if (AtDigit() && *at_ >= '5') ++value;
    while (AtDigit()) ++at_;
    return value;
  }

 private:
  size_t Rest() const { return end_ - at_; }

  const char* at_;
  const char* end_;
};

bool ReadTimeOfDay(Cursor* cursor, IsoTime* time) {
  int hour = 0, minute = 0, second = 0;
  int64 fraction = 0;
  if (!cursor->TwoDigits(&hour) || !cursor->Take(':') || !cursor->TwoDigits(&minute)) return false;
  if (cursor->Take(':')) {
    if (!cursor->TwoDigits(&second)) return false;
    if (cursor->Take('.')) {
      if (!cursor->AtDigit()) return false;
      fraction = cursor->Fraction();
    }
  }
  time->microseconds = ((hour * 60 + minute) * 60 + second) * int64{1'000'000} + fraction;
  time->has_time = true;
  return minute < 60 && second <= 60 && time->microseconds <= kMicrosecondsPerDay;
}

bool ReadOffset(Cursor* cursor, IsoTime* time) {
  if (cursor->Take('Z')) {
    time->has_offset = true;
    return true;
  }
  const bool west = cursor->Take('-');
  if (!west && !cursor->Take('+')) return true;
  int hours = 0, minutes = 0, seconds = 0;
  if (!cursor->TwoDigits(&hours)) return false;
  if (cursor->Take(':') || cursor->AtDigit()) {
    if (!cursor->TwoDigits(&minutes)) return false;
    if (cursor->Take(':') && !cursor->TwoDigits(&seconds)) return false;
  }
  if (hours > 15 || minutes > 59 || seconds > 59) return false;
  time->offset = (hours * 60 + minutes) * 60 + seconds;
  if (west) time->offset = -time->offset;
  time->has_offset = true;
  return true;
}

bool ParseIsoTime(const char* text, size_t size, IsoTime* time) {
  *time = IsoTime();
  Cursor cursor(text, size);
  if (size > 2 && text[2] == ':') return ReadTimeOfDay(&cursor, time) && ReadOffset(&cursor, time) && cursor.Done();
  int year = 0, month = 0, day = 0;
  if (!cursor.Digits(4, 7, &year) || !cursor.Take('-')) return false;
  if (!cursor.TwoDigits(&month) || !cursor.Take('-') || !cursor.TwoDigits(&day)) return false;
  time->has_date = true;
  if (cursor.Take('T') || (!cursor.At(kBeforeChrist) && cursor.Take(' '))) {
    if (!ReadTimeOfDay(&cursor, time) || !ReadOffset(&cursor, time)) return false;
  }
  if (cursor.Take(kBeforeChrist)) year = 1 - year;
  if (!cursor.Done()) return false;
  if (month < 1 || month > 12 || day < 1 || day > day_tab[isleap(year)][month - 1]) return false;
  time->days = static_cast<int64>(date2j(year, month, day)) - POSTGRES_EPOCH_JDATE;
  return true;
}

bool IsInfinityText(const char* text, size_t size) {
  std::string_view word(text, size);
  return word == "infinity" || word == "-infinity";
}

// Without quotes; returns whether " BC" has to follow at the end.
bool put_civil_date(StringInfo out, int64 days) {
  int year, month, day;
  j2date(static_cast<int>(days + POSTGRES_EPOCH_JDATE), &year, &month, &day);
  const bool before_christ = year <= 0;
  if (before_christ) year = 1 - year;
  if (year > 9999) {
    put_int64(out, year);
  } else {
    put_padded(out, year, 4);
  }
  put_byte(out, '-');
  put_padded(out, month, 2);
  put_byte(out, '-');
  put_padded(out, day, 2);
  return before_christ;
}

void put_time_of_day(StringInfo out, int64 microseconds) {
  const int seconds = static_cast<int>(microseconds / 1'000'000);
  int fraction = static_cast<int>(microseconds % 1'000'000);
  put_padded(out, seconds / 3600, 2);
  put_byte(out, ':');
  put_padded(out, seconds / 60 % 60, 2);
  put_byte(out, ':');
  put_padded(out, seconds % 60, 2);
  if (fraction == 0) return;
  int width = 6;
  for (; fraction % 10 == 0; fraction /= 10) --width;
  put_byte(out, '.');
  put_padded(out, fraction, width);
}

void put_date_and_time(StringInfo out, int64 days, int64 microseconds, bool utc) {
  put_byte(out, '"');
  const bool before_christ = put_civil_date(out, days);
  put_byte(out, 'T');
  put_time_of_day(out, microseconds);
  if (utc) PUT_LITERAL(out, "+00:00");
  if (before_christ) PUT_LITERAL(out, " BC");
  put_byte(out, '"');
}

void put_offset(StringInfo out, int32 offset) {
  put_byte(out, offset < 0 ? '-' : '+');
  if (offset < 0) offset = -offset;
  put_padded(out, offset / 3600, 2);
  put_byte(out, ':');
  put_padded(out, offset / 60 % 60, 2);
  if (offset % 60 == 0) return;
  put_byte(out, ':');
  put_padded(out, offset % 60, 2);
}

// Moves a timestamp to UTC and a 24:00 or leap second to where it belongs.
void Normalise(IsoTime* time) {
  time->microseconds -= time->offset * int64{1'000'000};
  time->offset = 0;
  int64 days = time->microseconds / kMicrosecondsPerDay;
  time->microseconds %= kMicrosecondsPerDay;
  if (time->microseconds < 0) {
    time->microseconds += kMicrosecondsPerDay;
    --days;
  }
  time->days += days;
}

}  // namespace

extern "C" {

void put_timestamp(StringInfo out, Timestamp timestamp, bool utc) {
  if (TIMESTAMP_NOT_FINITE(timestamp)) {
    if (TIMESTAMP_IS_NOEND(timestamp)) {
      PUT_LITERAL(out, "\"infinity\"");
    } else {
      PUT_LITERAL(out, "\"-infinity\"");
    }
    return;
  }
  int64 days = timestamp / kMicrosecondsPerDay;
  int64 microseconds = timestamp % kMicrosecondsPerDay;
  if (microseconds < 0) {
    microseconds += kMicrosecondsPerDay;
    --days;
  }
  put_date_and_time(out, days, microseconds, utc);
}

void put_date(StringInfo out, DateADT date) {
  put_byte(out, '"');
  if (DATE_IS_NOEND(date)) {
    PUT_LITERAL(out, "infinity");
  } else if (DATE_IS_NOBEGIN(date)) {
    PUT_LITERAL(out, "-infinity");
  } else if (put_civil_date(out, date)) {
    PUT_LITERAL(out, " BC");
  }
  put_byte(out, '"');
}

void put_time(StringInfo out, TimeADT time) {
  put_byte(out, '"');
  put_time_of_day(out, time);
  put_byte(out, '"');
}

bool put_timestamp_text(StringInfo out, const char* text, size_t size) {
  IsoTime time;
  if (ParseIsoTime(text, size, &time) && time.has_date) {
    Normalise(&time);
    put_date_and_time(out, time.days, time.microseconds, time.has_offset);
    return true;
  }
  if (!IsInfinityText(text, size)) return false;
  put_string(out, text, size);
  return true;
}

bool put_date_text(StringInfo out, const char* text, size_t size) {
  IsoTime time;
  if (ParseIsoTime(text, size, &time) && time.has_date) {
    Normalise(&time);
    put_byte(out, '"');
    if (put_civil_date(out, time.days)) PUT_LITERAL(out, " BC");
    put_byte(out, '"');
    return true;
  }
  if (!IsInfinityText(text, size)) return false;
  put_string(out, text, size);
  return true;
}

bool put_time_text(StringInfo out, const char* text, size_t size) {
  IsoTime time;
  if (!ParseIsoTime(text, size, &time) || time.has_date) return false;
  put_byte(out, '"');
  put_time_of_day(out, time.microseconds);
  if (time.has_offset) put_offset(out, time.offset);
  put_byte(out, '"');
  return true;
}

}  // extern "C"

}  // namespace fraiseql::pg
