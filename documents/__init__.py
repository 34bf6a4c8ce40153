"""Documents in and out: spreadsheets, calendars, and papers to print."""
