"""Extensions (xin lùi hạn): the requests that wait for a decision."""
