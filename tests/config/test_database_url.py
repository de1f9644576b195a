from config.database_url import parse_database_url


def test_a_socket_folder_becomes_the_host():
    found = parse_database_url("postgresql://hub_app@/hub?host=/run/hub/sock")

    assert found["HOST"] == "/run/hub/sock"
    assert found["USER"] == "hub_app"
    assert found["NAME"] == "hub"
    assert found["PORT"] == ""


def test_a_server_with_a_password_keeps_its_options():
    found = parse_database_url("postgresql://hub_app:a%2Fb@db.city:5433/hub?sslmode=require")

    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.city", "5433", "a/b")
    assert found["OPTIONS"] == {"sslmode": "require"}
