drop trigger submission_final on reports_submission;
drop trigger sheet_final on reports_sheet;
drop trigger posting_final on reports_posting;
drop function reports_submission_is_final();
drop function reports_sheet_is_final();
