"""People's word on pairs and answers: review in Argilla or in files, agreement, adjudication."""
