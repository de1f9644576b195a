-- Who has a step that does not count yet belongs where the steps before it say.
delete from report_facts f using report_moved m where m.resident_id = f.resident_id;
insert into report_facts
select m.resident_id, m.reg, m.res, m.ret, {columns}
from report_moved m join hub_resident r on r.id = m.resident_id {joins}
where {stepped}
