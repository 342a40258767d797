-- Open issues in a Redmine 5 database on SQLite that holds its default configuration.
-- :open of them, the first :due due within seven days, dealt out to :people in turn.
BEGIN;

CREATE TEMP TABLE n AS
WITH RECURSIVE count(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM count WHERE k + 1 < :open)
SELECT k FROM count;

INSERT INTO projects (id, name, identifier, status, is_public, lft, rgt, created_on, updated_on)
SELECT 1000 + k, 'Xã số ' || k, 'u' || k, 1, 0, 2 * k + 1, 2 * k + 2, datetime(), datetime()
FROM n WHERE k < 100;

INSERT INTO projects_trackers (project_id, tracker_id) SELECT 1000 + k, 2 FROM n WHERE k < 100;
INSERT INTO enabled_modules (project_id, name)
SELECT 1000 + k, 'issue_tracking' FROM n WHERE k < 100;

INSERT INTO users (id, login, firstname, lastname, status, language, type, mail_notification,
                   created_on, updated_on)
SELECT 1000 + k, 'b' || k, 'Số ' || k, 'Nguyễn Thị', 1, 'vi', 'User', 'only_my_events',
       datetime(), datetime()
FROM n WHERE k < :people;

INSERT INTO email_addresses (user_id, address, is_default, notify, created_on, updated_on)
SELECT 1000 + k, 'b' || k || '@bench.example', 1, 1, datetime(), datetime()
FROM n WHERE k < :people;

INSERT INTO members (id, user_id, project_id, created_on)
SELECT 1000 + k, 1000 + k, 1000 + k % 100, datetime() FROM n WHERE k < :people;
INSERT INTO member_roles (member_id, role_id)
SELECT 1000 + k, (SELECT id FROM roles WHERE name = 'Developer') FROM n WHERE k < :people;

INSERT INTO issues (id, tracker_id, project_id, subject, description, due_date, status_id,
                    assigned_to_id, priority_id, author_id, created_on, updated_on, root_id,
                    lft, rgt)
SELECT 1000 + k, 2, 1000 + k % 100, 'Tỷ lệ hồ sơ giải quyết đúng hạn', '',
       date('now', '+' || (CASE WHEN k < :due THEN 1 + k % 6 ELSE 200 END) || ' days'),
       1, 1000 + k % :people, 2, 1, datetime(), datetime(), 1000 + k, 1, 2
FROM n;

COMMIT;
ANALYZE;
