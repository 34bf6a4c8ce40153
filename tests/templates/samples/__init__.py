"""Every notice with data as it will really be, and with the longest that is to be expected."""
