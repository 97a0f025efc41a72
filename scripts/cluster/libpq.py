"""A small client over libpq: real connections with parameters, notices, cancel and statements in flight."""

import ctypes
import ctypes.util
import json

_libpq = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")

_CONNECTION_OK = 0
_EMPTY_QUERY, _COMMAND_OK, _TUPLES_OK = 0, 1, 2
_DIAGNOSTICS = {"severity": "V", "sqlstate": "C", "message": "M", "detail": "D", "hint": "H", "context": "W"}


def _declare(name, result, *arguments):
    function = getattr(_libpq, name)
    function.restype, function.argtypes = result, list(arguments)
    return function


_text, _pointer, _int = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int
_connect = _declare("PQconnectdb", _pointer, _text)
_finish = _declare("PQfinish", None, _pointer)
_status = _declare("PQstatus", _int, _pointer)
_error = _declare("PQerrorMessage", _text, _pointer)
_backend_pid = _declare("PQbackendPID", _int, _pointer)
_ping = _declare("PQping", _int, _text)
_exec = _declare("PQexec", _pointer, _pointer, _text)
_params = (_pointer, _text, _int, _pointer, ctypes.POINTER(_text), _pointer, _pointer, _int)
_exec_params = _declare("PQexecParams", _pointer, *_params)
_send_params = _declare("PQsendQueryParams", _int, *_params)
_get_result = _declare("PQgetResult", _pointer, _pointer)
_consume = _declare("PQconsumeInput", _int, _pointer)
_is_busy = _declare("PQisBusy", _int, _pointer)
_result_status = _declare("PQresultStatus", _int, _pointer)
_result_field = _declare("PQresultErrorField", _text, _pointer, _int)
_ntuples = _declare("PQntuples", _int, _pointer)
_nfields = _declare("PQnfields", _int, _pointer)
_getvalue = _declare("PQgetvalue", _pointer, _pointer, _int, _int)
_getlength = _declare("PQgetlength", _int, _pointer, _int, _int)
_getisnull = _declare("PQgetisnull", _int, _pointer, _int, _int)
_clear = _declare("PQclear", None, _pointer)
_get_cancel = _declare("PQgetCancel", _pointer, _pointer)
_cancel = _declare("PQcancel", _int, _pointer, _text, _int)
_free_cancel = _declare("PQfreeCancel", None, _pointer)


class _Notification(ctypes.Structure):
    _fields_ = [("channel", _text), ("pid", _int), ("payload", _text)]


_notifies = _declare("PQnotifies", ctypes.POINTER(_Notification), _pointer)
_freemem = _declare("PQfreemem", None, _pointer)
_Receiver = ctypes.CFUNCTYPE(None, _pointer, _pointer)
_set_notice_receiver = _declare("PQsetNoticeReceiver", _pointer, _pointer, _Receiver, _pointer)


class DatabaseError(Exception):
    """An error of the server with its fields: severity, sqlstate, message, detail, hint, context (None where absent)."""

    def __init__(self, fields, fallback):
        self.severity = fields.get("severity")
        self.sqlstate = fields.get("sqlstate")
        self.message = fields.get("message") or fallback
        self.detail = fields.get("detail")
        self.hint = fields.get("hint")
        self.context = fields.get("context")
        text = f"{self.sqlstate or 'connection'}: {self.message}"
        for name in ("detail", "hint", "context"):
            if getattr(self, name):
                text += f"\n{name.capitalize()}: {getattr(self, name)}"
        super().__init__(text)


def accepts_connections(conninfo):
    return _ping(conninfo.encode()) == 0


def _fields(result):
    found = {}
    for name, code in _DIAGNOSTICS.items():
        value = _result_field(result, ord(code))
        if value is not None:
            found[name] = value.decode()
    return found


def _as_text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return b"t" if value else b"f"
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    return str(value).encode()


class Session:
    """One connection. Values go in and come out as text (None is NULL); dicts and lists go in as JSON."""

    def __init__(self, conninfo):
        self.notices = []
        self._connection = _connect(conninfo.encode())
        if _status(self._connection) != _CONNECTION_OK:
            message = _error(self._connection).decode().strip()
            self.close()
            raise DatabaseError({}, message)
        self._receiver = _Receiver(lambda _, result: self.notices.append(_fields(result)))
        _set_notice_receiver(self._connection, self._receiver, None)
        self.pid = _backend_pid(self._connection)

    def close(self):
        if self._connection:
            _finish(self._connection)
            self._connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def script(self, text):
        """Runs any number of statements in one simple query message; returns the rows of the last."""
        return self._take(_exec(self._connection, text.encode()))

    def rows(self, statement, *parameters):
        """Runs one statement with $1, $2, ... and returns its rows as a list of tuples."""
        return self._take(_exec_params(self._connection, *_arguments(statement, parameters)))

    def column(self, statement, *parameters):
        return [row[0] for row in self.rows(statement, *parameters)]

    def value(self, statement, *parameters):
        """The first column of the first row, None where there is none."""
        found = self.rows(statement, *parameters)
        return found[0][0] if found else None

    def json(self, statement, *parameters):
        """The first value, parsed; objects keep the order of their keys."""
        found = self.value(statement, *parameters)
        return None if found is None else json.loads(found)

    def graphql_text(self, query, variables=None, operation_name=None):
        """The answer of fraiseql.execute, byte for byte."""
        return self.value("SELECT fraiseql.execute($1, $2::jsonb, $3)", query, variables, operation_name)

    def graphql(self, query, variables=None, operation_name=None):
        """The answer of fraiseql.execute, parsed."""
        return json.loads(self.graphql_text(query, variables, operation_name))

    def send(self, statement, *parameters):
        """Starts a statement without waiting for it; finish() waits and returns its rows."""
        if not _send_params(self._connection, *_arguments(statement, parameters)):
            raise DatabaseError({}, _error(self._connection).decode().strip())

    def is_busy(self):
        """Whether the statement started with send() is still running."""
        _consume(self._connection)
        return bool(_is_busy(self._connection))

    def finish(self):
        rows, error = [], None
        while True:
            result = _get_result(self._connection)
            if not result:
                break
            try:
                rows = self._take(result)
            except DatabaseError as raised:
                error = error or raised
        if error is not None:
            raise error
        return rows

    def notifications(self):
        """What has arrived by LISTEN, as (channel, payload), in order. A statement must have been run since."""
        found = []
        while notification := _notifies(self._connection):
            content = notification.contents
            found.append((content.channel.decode(), content.payload.decode()))
            _freemem(notification)
        return found

    def cancel(self):
        """Asks the server to cancel what this connection runs (as Ctrl-C in psql)."""
        handle = _get_cancel(self._connection)
        buffer = ctypes.create_string_buffer(256)
        try:
            if not _cancel(handle, buffer, 256):
                raise DatabaseError({}, buffer.value.decode().strip())
        finally:
            _free_cancel(handle)

    def _take(self, result):
        if not result:
            raise DatabaseError({}, _error(self._connection).decode().strip())
        try:
            if _result_status(result) not in (_EMPTY_QUERY, _COMMAND_OK, _TUPLES_OK):
                raise DatabaseError(_fields(result), _error(self._connection).decode().strip())
            return [tuple(_cell(result, row, column) for column in range(_nfields(result)))
                    for row in range(_ntuples(result))]
        finally:
            _clear(result)


def _cell(result, row, column):
    if _getisnull(result, row, column):
        return None
    return ctypes.string_at(_getvalue(result, row, column), _getlength(result, row, column)).decode()


def _arguments(statement, parameters):
    values = (_text * max(len(parameters), 1))(*[_as_text(parameter) for parameter in parameters])
    return statement.encode(), len(parameters), None, values, None, None, 0
