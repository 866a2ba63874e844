"""Parts of the pages of works and money 重大工程与资金."""
