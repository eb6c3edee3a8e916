//! The rows of a delimited file, each held up to a limit only, with what tells a damaged row from a good one.

use std::io::BufRead;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// What came next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A row; its cells are in [`Rows::cells`].
    Row,
    /// A row over the limit, passed without being held.
    TooLong,
    /// Nothing.
    End,
}

/// Reads rows as RFC 4180 has them, with any of three line ends.
pub(super) struct Rows {
    bytes: Box<dyn BufRead>,
    core: Reader,
    limit: u64,
    output: Vec<u8>,
    ends: Vec<usize>,
    n_cells: usize,
    offset: u64,
    /// The byte at which the row starts, counted from where `bytes` does.
    pub(super) start: u64,
    /// The bytes of the row as it stands in the file.
    pub(super) length: u64,
    /// How many lines the row goes over.
    pub(super) n_lines: usize,
    n_quotes: usize,
    is_last: bool,
}

impl Rows {
    /// The rows of `bytes`, whose cells `delimiter` parts; none over `limit` bytes is held.
    pub(super) fn new(bytes: Box<dyn BufRead>, delimiter: u8, limit: usize) -> Self {
        Self {
            bytes,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            limit: limit as u64,
            output: vec![0; 64 << 10],
            ends: vec![0; 64],
            n_cells: 0,
            offset: 0,
            start: 0,
            length: 0,
            n_lines: 0,
            n_quotes: 0,
            is_last: false,
        }
    }

    /// Passes over the first line.
    pub(super) fn skip_line(&mut self) -> std::io::Result<()> {
        let mut line = Vec::new();
        let limit = self.limit;
        self.offset += std::io::Read::take(&mut self.bytes, limit).read_until(b'\n', &mut line)? as u64;
        Ok(())
    }

    /// Goes to the next row. After an error, `start` is where the row that could not be read begins.
    pub(super) fn next(&mut self) -> std::io::Result<Next> {
        self.pass_line_ends()?;
        (self.start, self.n_cells, self.n_quotes, self.n_lines) = (self.offset, 0, 0, 0);
        self.length = 0;
        let (mut n_output, mut is_too_long) = (0, false);
        loop {
            let input = self.bytes.fill_buf()?;
            self.is_last = input.is_empty();
            let output = self.output.get_mut(n_output..).unwrap_or_default();
            let ends = self.ends.get_mut(self.n_cells..).unwrap_or_default();
            let (result, n_read, n_written, n_ends) = self.core.read_record(input, output, ends);
            let read = input.get(..n_read).unwrap_or_default();
            self.n_quotes += read.iter().filter(|byte| **byte == b'"').count();
            self.n_lines += lines_in(read);
            self.bytes.consume(n_read);
            self.offset += n_read as u64;
            self.length = self.offset - self.start;
            is_too_long |= self.length > self.limit;
            (n_output, self.n_cells) =
                if is_too_long { (0, 0) } else { (n_output + n_written, self.n_cells + n_ends) };
            match result {
                ReadRecordResult::InputEmpty => {}
                // Over the limit the same room is filled again and again.
                ReadRecordResult::OutputFull if !is_too_long => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if !is_too_long => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
                ReadRecordResult::Record if is_too_long => return Ok(Next::TooLong),
                ReadRecordResult::Record => return Ok(Next::Row),
                ReadRecordResult::End => return Ok(Next::End),
            }
        }
    }

    /// The cells of the row, without their quotes.
    pub(super) fn cells(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.n_cells).map(|n| {
            let start = n.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
            let end = self.ends.get(n).copied().unwrap_or(start);
            self.output.get(start..end).unwrap_or_default()
        })
    }

    /// Whether a quote was opened in the row and the file ended before it was closed.
    pub(super) fn is_left_open(&self) -> bool {
        self.is_last && self.n_lines > 1 && self.n_quotes % 2 == 1
    }

    /// Line ends before a row: blank lines, and the second half of a line end.
    fn pass_line_ends(&mut self) -> std::io::Result<()> {
        loop {
            let input = self.bytes.fill_buf()?;
            let n = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if n == 0 {
                return Ok(());
            }
            self.bytes.consume(n);
            self.offset += n as u64;
        }
    }
}

/// Line ends, `\r\n` being one unless it is cut in two.
fn lines_in(bytes: &[u8]) -> usize {
    let n = |byte: u8| bytes.iter().filter(|other| **other == byte).count();
    n(b'\n').max(n(b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], limit: usize) -> Rows {
        Rows::new(Box::new(std::io::Cursor::new(bytes.to_vec())), b',', limit)
    }

    fn cells(rows: &Rows) -> Vec<String> {
        rows.cells().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    }

    #[test]
    fn rows_know_where_they_stand() {
        let mut rows = rows(b"a,b\r\n\r\n\"c\n\"\"d\",e\nlast,", 100);
        let mut seen = Vec::new();
        while rows.next().unwrap() == Next::Row {
            seen.push((cells(&rows), rows.start));
            assert!(!rows.is_left_open());
        }
        let expected = [(["a", "b"], 0), (["c\n\"d", "e"], 7), (["last", ""], 17)];
        assert_eq!(seen, expected.map(|(cells, start)| (cells.map(str::to_owned).to_vec(), start)));
    }

    #[test]
    fn a_row_over_the_limit_is_passed_and_the_next_is_whole() {
        let long = format!("a,b\n{},x\nc,d\n", "y".repeat(200_000));
        let mut rows = rows(long.as_bytes(), 150_000);
        assert_eq!((rows.next().unwrap(), rows.next().unwrap()), (Next::Row, Next::TooLong));
        assert_eq!((rows.next().unwrap(), cells(&rows)), (Next::Row, vec!["c".to_owned(), "d".to_owned()]));
        assert_eq!(rows.next().unwrap(), Next::End);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let mut rows = rows(b"a,b\nc,\"d\ne,f\ng,h\n", 100);
        assert_eq!((rows.next().unwrap(), rows.next().unwrap()), (Next::Row, Next::Row));
        assert!(rows.is_left_open());
        assert_eq!(rows.n_lines, 3);
        assert_eq!(rows.next().unwrap(), Next::End);
    }
}
