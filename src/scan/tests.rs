//! Small repositories, and what must be found in them.

use std::fs;

use super::read;

/// Lays files out, reads them, and gives `path:line registry:name scope` of each mention, one a line.
fn found(files: &[(&str, &str)]) -> String {
    let root = tempfile();
    for (path, text) in files {
        let full = root.join(path);
        fs::create_dir_all(full.parent().expect("a file has a folder")).expect("made");
        fs::write(full, text).expect("written");
    }
    let scan = read(&root).expect("listed");
    fs::remove_dir_all(&root).expect("removed");
    let line = |it: &super::Mention| {
        format!(
            "{}:{} {} {}",
            it.path,
            it.line,
            it.package(),
            it.scope.name()
        )
    };
    scan.mentions
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn tempfile() -> std::path::PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!(
        "stackgen-scan-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    std::env::temp_dir().join(name)
}

fn check(files: &[(&str, &str)], expect: &[&str]) {
    assert_eq!(found(files), expect.join("\n"));
}

#[test]
fn compose_takes_images_from_anchors_variables_and_defaults() {
    let compose = "x-db: &db\n  image: mysql:8\nservices:\n  db:\n    <<: *db\n  bus:\n    image: ${BUS:-nats:2}\n  cache:\n    image: ${CACHE}\n  own:\n    build: .\n    image: acme/own\n";
    check(
        &[("compose.yaml", compose), (".env", "CACHE=redis:7\n")],
        &[
            "compose.yaml:2 docker:mysql main",
            "compose.yaml:4 file:docker-compose main",
            "compose.yaml:7 docker:nats main",
            "compose.yaml:9 docker:redis main",
        ],
    );
}

#[test]
fn stages_of_a_dockerfile_are_no_images() {
    let text = "ARG BASE=nginx\nFROM golang:1 AS build\nRUN <<EOF\nFROM x\nEOF\nFROM build AS next\nFROM $BASE:1\nCOPY --from=build /a /a\nCOPY --from=busybox:1 /b /b\n";
    check(
        &[("Dockerfile", text)],
        &[
            "Dockerfile:2 docker:golang main",
            "Dockerfile:7 docker:nginx main",
            "Dockerfile:9 docker:busybox main",
        ],
    );
}

#[test]
fn objects_of_kubernetes_name_their_interface_and_images() {
    let text = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - image: redis:7 # why\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    chart: kafka\n";
    check(
        &[("a.yaml", text)],
        &[
            "a.yaml:1 k8s:apps/deployment main",
            "a.yaml:7 docker:redis main",
            "a.yaml:9 k8s:argoproj.io/application main",
            "a.yaml:13 helm:kafka main",
        ],
    );
}

#[test]
fn charts_have_dependencies_values_and_templates() {
    check(
        &[
            (
                "c/Chart.yaml",
                "apiVersion: v2\nname: shop\ndependencies:\n  - name: redis\n    repository: https://x\n  - name: own\n    repository: file://../own\n",
            ),
            (
                "c/values.yaml",
                "image:\n  registry: quay.io\n  repository: a/b\nlogo:\n  image: logo.png\n",
            ),
            (
                "c/templates/d.yaml",
                "{{- if .Values.x }}\napiVersion: apps/v1\nkind: Deployment\nspec:\n  - image: \"{{ .Values.image }}\"\n  - image: busybox:{{ .Values.tag }}\n{{- end }}\n",
            ),
        ],
        &[
            "c/Chart.yaml:1 file:chart main",
            "c/Chart.yaml:4 helm:redis main",
            "c/templates/d.yaml:2 k8s:apps/deployment main",
            "c/templates/d.yaml:6 docker:busybox main",
            "c/values.yaml:3 docker:quay.io/a/b main",
        ],
    );
}

#[test]
fn terraform_names_resources_modules_and_engines() {
    let text = "# resource \"aws_no\" \"x\" {}\nresource \"aws_db_instance\" \"d\" {\n  engine = \"postgres\"\n}\nmodule \"m\" {\n  source = \"terraform-aws-modules/rds/aws\"\n}\nmodule \"own\" {\n  source = \"./own\"\n}\ndata \"aws_vpc\" \"v\" {}\n";
    check(
        &[("main.tf", text)],
        &[
            "main.tf:2 file:terraform main",
            "main.tf:2 terraform:aws_db_instance main",
            "main.tf:3 terraform:aws_db_instance:postgres main",
            "main.tf:6 terraform:terraform-aws-modules/rds/aws main",
        ],
    );
}

#[test]
fn aspire_hosts_name_what_runs_beside() {
    let text = "var b = DistributedApplication.CreateBuilder(args);\nvar c = b.AddRedis(\"cache\");\nb.AddPostgres(\"pg\").WithImage(\"ankane/pgvector\");\nb.AddProject<Projects.A>(\"a\");\n// b.AddKafka(\"no\");\n";
    check(
        &[("src/Shop.AppHost/Program.cs", text)],
        &[
            "src/Shop.AppHost/Program.cs:2 aspire:AddRedis main",
            "src/Shop.AppHost/Program.cs:3 aspire:AddPostgres main",
            "src/Shop.AppHost/Program.cs:3 docker:ankane/pgvector main",
        ],
    );
}

#[test]
fn gradle_takes_coordinates_catalogues_and_constants() {
    let catalogue = "[libraries]\nspring-kafka = { module = \"org.springframework.kafka:spring-kafka\", version = \"3\" }\nredis = \"redis.clients:jedis:5\"\n[bundles]\nall = [\"redis\"]\n[plugins]\nboot = { id = \"org.springframework.boot\", version = \"3\" }\n";
    let build = "plugins {\n  alias(libs.plugins.boot)\n  id(\"x\") version \"1\" apply false\n}\ndependencies {\n  implementation(libs.spring.kafka)\n  implementation(libs.bundles.all)\n  api(platform(\"io.a:bom:1\"))\n  testImplementation(\"org.b:c:1\")\n  implementation(\"com.d:e\") {\n    exclude(group = \"no\", module = \"no\")\n  }\n  implementation(project(\":core\"))\n  implementation(Deps.mongo)\n  constraints {\n    implementation(\"no:no:1\")\n  }\n}\n";
    let groovy = "apply plugin: 'java'\ndependencies {\n  compile group: 'io.f', name: 'g', version: '1'\n  implementation 'h.i:j:1', 'k.l:m:2'\n}\ndependencyManagement {\n  imports { mavenBom \"io.vertx:p:1\"; mavenBom \"io.netty:no:1\" }\n  dependencies { dependency 'no:no:1' }\n}\n";
    check(
        &[
            ("gradle/libs.versions.toml", catalogue),
            (
                "buildSrc/src/main/kotlin/Deps.kt",
                "object Deps { const val mongo = \"org.mongodb:driver:4\" }\n",
            ),
            ("app/build.gradle.kts", build),
            ("groovy/build.gradle", groovy),
        ],
        &[
            "app/build.gradle.kts:2 gradle:org.springframework.boot main",
            "app/build.gradle.kts:6 maven:org.springframework.kafka:spring-kafka main",
            "app/build.gradle.kts:7 maven:redis.clients:jedis main",
            "app/build.gradle.kts:9 maven:org.b:c test",
            "app/build.gradle.kts:10 maven:com.d:e main",
            "app/build.gradle.kts:14 maven:org.mongodb:driver main",
            "groovy/build.gradle:1 gradle:java main",
            "groovy/build.gradle:3 maven:io.f:g main",
            "groovy/build.gradle:4 maven:h.i:j main",
            "groovy/build.gradle:4 maven:k.l:m main",
            "groovy/build.gradle:7 maven:io.vertx:p main",
        ],
    );
}

#[test]
fn sbt_takes_named_groups_and_tests_apart() {
    let text = "val akka = \"com.typesafe.akka\"\nlibraryDependencies ++= Seq(\n  akka %% \"akka-stream\" % v,\n  \"org.x\" % \"y\" % \"1\" % Test,\n  // \"no\" % \"no\" % \"1\"\n  \"org.z\" %% \"w\" % \"1\"\n)\n";
    check(
        &[("build.sbt", text)],
        &[
            "build.sbt:3 maven:com.typesafe.akka:akka-stream main",
            "build.sbt:4 maven:org.x:y test",
            "build.sbt:6 maven:org.z:w main",
        ],
    );
}

#[test]
fn projects_of_python_declare_in_five_files() {
    check(
        &[
            (
                "a/requirements.txt",
                "# comment\nflask==3 # why\n-r other.txt\ngit+https://x/y#egg=celery\nhttpx[http2]>=1; python_version>'3'\n",
            ),
            ("a/requirements-dev.txt", "pytest\n"),
            (
                "b/pyproject.toml",
                "[project]\nname = \"own\"\ndependencies = [\n  \"fastapi>=1\",\n]\n[tool.poetry.group.test.dependencies]\nmoto = \"1\"\n",
            ),
            ("c/Pipfile", "[packages]\nredis = \"*\"\n"),
            (
                "d/setup.py",
                "REQ = [\n  'pika>=1',\n]\nsetup(install_requires=REQ, tests_require=['mock'])\n",
            ),
            (
                "e/setup.cfg",
                "[options]\ninstall_requires =\n  boto3\n  kombu>=5\n",
            ),
        ],
        &[
            "a/requirements-dev.txt:1 pypi:pytest dev",
            "a/requirements.txt:2 pypi:flask main",
            "a/requirements.txt:4 pypi:celery main",
            "a/requirements.txt:5 pypi:httpx main",
            "a/requirements.txt:5 pypi:httpx[http2] main",
            "b/pyproject.toml:4 pypi:fastapi main",
            "b/pyproject.toml:7 pypi:moto test",
            "c/Pipfile:2 pypi:redis main",
            "d/setup.py:2 pypi:pika main",
            "d/setup.py:4 pypi:mock test",
            "e/setup.cfg:3 pypi:boto3 main",
            "e/setup.cfg:4 pypi:kombu main",
        ],
    );
}

#[test]
fn gems_know_their_groups() {
    let text = "gem 'rails', '~> 7'\ngroup :development, :test do\n  gem 'rspec'\n  if x\n    gem 'pry'\n  end\nend\ngem 'pg'\ngem 'own', path: 'own'\ngem 'mock', group: :test\n";
    check(
        &[
            ("Gemfile", text),
            (
                "x.gemspec",
                "s.add_dependency 'faraday', '1'\ns.add_development_dependency('rake')\n",
            ),
        ],
        &[
            "Gemfile:1 gem:rails main",
            "Gemfile:3 gem:rspec dev",
            "Gemfile:5 gem:pry dev",
            "Gemfile:8 gem:pg main",
            "Gemfile:10 gem:mock test",
            "x.gemspec:1 gem:faraday main",
            "x.gemspec:2 gem:rake dev",
        ],
    );
}

#[test]
fn elixir_erlang_and_clojure_declare_in_lists() {
    check(
        &[
            (
                "mix.exs",
                "defp deps do\n  [\n    {:phoenix, \"~> 1\"},\n    {:credo, \"~> 1\", only: [:dev, :test]},\n    {:core, in_umbrella: true},\n    {:pg, github: \"a/b\", hex: :postgrex}\n  ]\nend\n",
            ),
            (
                "r/rebar.config",
                "{erl_opts, [debug_info]}.\n{deps, [\n  cowboy,\n  {jsx, \"3\"} %% why\n]}.\n{profiles, [{test, [{deps, [meck]}]}]}.\n",
            ),
            (
                "c/project.clj",
                "(defproject own \"1\"\n  :dependencies [[org.clojure/clojure \"1\"]\n                 [ring/ring-core \"1\"]]\n  :profiles {:dev {:dependencies [[midje \"1\"]]}})\n",
            ),
            (
                "d/deps.edn",
                "{:deps {com.rabbitmq/amqp-client {:mvn/version \"5\"}}\n :aliases {:test {:extra-deps {x/y {}}}}}\n",
            ),
        ],
        &[
            "c/project.clj:2 maven:org.clojure:clojure main",
            "c/project.clj:3 maven:ring:ring-core main",
            "c/project.clj:4 maven:midje:midje dev",
            "d/deps.edn:1 maven:com.rabbitmq:amqp-client main",
            "mix.exs:3 hex:phoenix main",
            "mix.exs:4 hex:credo dev",
            "mix.exs:6 hex:postgrex main",
            "r/rebar.config:3 hex:cowboy main",
            "r/rebar.config:4 hex:jsx main",
        ],
    );
}

#[test]
fn projects_of_dotnet_know_sdk_packages_and_tests() {
    check(
        &[
            (
                "src/A/A.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n<ItemGroup>\n<PackageReference Include=\"Npgsql\" />\n<PackageReference Include=\"X.Analyzers\" PrivateAssets=\"all\" />\n<!-- <PackageReference Include=\"No\" /> -->\n</ItemGroup>\n</Project>\n",
            ),
            (
                "src/B/B.csproj",
                "<Project>\n<PackageReference Include=\"Microsoft.NET.Test.Sdk\" />\n<PackageReference Include=\"Moq\" />\n</Project>\n",
            ),
            (
                "Directory.Packages.props",
                "<Project><PackageVersion Include=\"No\" /></Project>\n",
            ),
        ],
        &[
            "src/A/A.csproj:1 nuget:Microsoft.NET.Sdk.Web main",
            "src/A/A.csproj:3 nuget:Npgsql main",
            "src/A/A.csproj:4 nuget:X.Analyzers dev",
            "src/B/B.csproj:2 nuget:Microsoft.NET.Test.Sdk test",
            "src/B/B.csproj:3 nuget:Moq test",
        ],
    );
}

#[test]
fn poms_take_properties_and_scopes_of_their_parents() {
    let parent = "<project><groupId>g</groupId><artifactId>p</artifactId>\n<properties><mq>com.rabbitmq</mq></properties>\n<dependencyManagement><dependencies><dependency><groupId>org.t</groupId><artifactId>t</artifactId><scope>test</scope></dependency></dependencies></dependencyManagement>\n</project>\n";
    let child = "<project><parent><groupId>g</groupId><artifactId>p</artifactId></parent>\n<dependencies>\n<dependency><groupId>${mq}</groupId>\n<artifactId>amqp-client</artifactId></dependency>\n<dependency><groupId>org.t</groupId><artifactId>t</artifactId></dependency>\n</dependencies></project>\n";
    check(
        &[("pom.xml", parent), ("m/pom.xml", child)],
        &[
            "m/pom.xml:1 maven:g:p main",
            "m/pom.xml:4 maven:com.rabbitmq:amqp-client main",
            "m/pom.xml:5 maven:org.t:t test",
        ],
    );
}

#[test]
fn bills_of_materials_name_what_their_subject_needs() {
    let cyclonedx = r#"{"bomFormat": "CycloneDX", "metadata": {"component": {"bom-ref": "own", "purl": "pkg:npm/own@1"}},
 "components": [
  {"bom-ref": "a", "purl": "pkg:npm/%40nestjs/core@10"},
  {"bom-ref": "b", "purl": "pkg:maven/com.rabbitmq/amqp-client@5?type=jar"},
  {"bom-ref": "c", "purl": "pkg:pypi/kombu@5"}],
 "dependencies": [{"ref": "own", "dependsOn": ["a", "b"]}, {"ref": "b", "dependsOn": ["c"]}]}"#;
    let xml = "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components>\n<component><name>x</name>\n<purl>pkg:golang/github.com/nats-io/nats.go@v1</purl></component></components></bom>";
    let spdx = r#"{"spdxVersion": "SPDX-2.3", "packages": [
  {"SPDXID": "P", "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:oci/redis@sha256:1?repository_url=docker.io/library/redis"}]}]}"#;
    let tags = "SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: A\nExternalRef: PACKAGE-MANAGER purl pkg:cargo/axum@0.8\nPackageName: b\nSPDXID: B\nExternalRef: PACKAGE-MANAGER purl pkg:cargo/hyper@1\nRelationship: SPDXRef-DOCUMENT DESCRIBES R\nRelationship: R DEPENDS_ON A\n";
    for (text, expect) in [
        (
            cyclonedx,
            vec!["3 npm:@nestjs/core", "4 maven:com.rabbitmq:amqp-client"],
        ),
        (xml, vec!["3 go:github.com/nats-io/nats.go"]),
        (spdx, vec!["2 docker:redis"]),
        (tags, vec!["4 crates:axum"]),
    ] {
        let file = tempfile();
        fs::write(&file, text).expect("written");
        let declared = read(&file).expect("a bill");
        fs::remove_file(&file).expect("removed");
        let found: Vec<String> = declared
            .mentions
            .iter()
            .map(|it| format!("{} {}", it.line, it.package()))
            .collect();
        assert_eq!(found, expect);
    }
}

#[test]
fn features_of_crates_are_asked_for_where_they_are_named() {
    check(
        &[
            (
                "Cargo.toml",
                "[workspace]\nmembers = [\"a\"]\n[workspace.dependencies.sqlx]\nversion = \"0.8\"\nfeatures = [\n  \"postgres\",\n]\n",
            ),
            (
                "a/Cargo.toml",
                "[dependencies]\nsqlx = { workspace = true, features = [\"json\"] }\nsea-orm = { version = \"1\", features = [\"sqlx-sqlite\"] }\n",
            ),
        ],
        &[
            "Cargo.toml:6 crates:sqlx[postgres] main",
            "a/Cargo.toml:2 crates:sqlx main",
            "a/Cargo.toml:2 crates:sqlx[json] main",
            "a/Cargo.toml:3 crates:sea-orm main",
            "a/Cargo.toml:3 crates:sea-orm[sqlx-sqlite] main",
        ],
    );
}

#[test]
fn extras_of_python_are_asked_for_beside_their_distribution() {
    check(
        &[
            (
                "requirements.txt",
                "celery[redis,sqs]==5\npsycopg[ binary ]>=3\n",
            ),
            (
                "p/pyproject.toml",
                "[tool.poetry.dependencies]\nkombu = { version = \"5\", extras = [\"redis\"] }\n",
            ),
        ],
        &[
            "p/pyproject.toml:2 pypi:kombu main",
            "p/pyproject.toml:2 pypi:kombu[redis] main",
            "requirements.txt:1 pypi:celery main",
            "requirements.txt:1 pypi:celery[redis] main",
            "requirements.txt:1 pypi:celery[sqs] main",
            "requirements.txt:2 pypi:psycopg main",
            "requirements.txt:2 pypi:psycopg[binary] main",
        ],
    );
}

#[test]
fn groups_of_requirements_are_main_where_a_project_has_no_others() {
    check(
        &[
            (
                "app/pyproject.toml",
                "[dependency-groups]\nmain = [\"django\"]\nextra = [\"redis\"]\ndev = [\"ruff\"]\n",
            ),
            (
                "lib/pyproject.toml",
                "[project]\ndependencies = [\"httpx\"]\n[dependency-groups]\nextra = [\"redis\"]\nserver = [\"uvicorn\"]\n",
            ),
        ],
        &[
            "app/pyproject.toml:2 pypi:django main",
            "app/pyproject.toml:3 pypi:redis main",
            "app/pyproject.toml:4 pypi:ruff dev",
            "lib/pyproject.toml:2 pypi:httpx main",
            "lib/pyproject.toml:4 pypi:redis dev",
            "lib/pyproject.toml:5 pypi:uvicorn main",
        ],
    );
}

#[test]
fn compiled_requirements_declare_what_the_file_they_were_made_from_names() {
    let made = "# This file is autogenerated by pip-compile\namqp==5\n    # via -r requirements/pip.txt\nDjango_Storages==1\n    # via -r requirements/pip.txt\ngunicorn==20\n    # via -r requirements/deploy.in\n";
    let compiled = "# This file is autogenerated by pip-compile\namqp==5\n    # via celery\n";
    check(
        &[
            (
                "requirements/deploy.in",
                "-r pip.txt\n-r base.in\ngunicorn\n",
            ),
            ("requirements/base.in", "django-storages\n"),
            ("requirements/deploy.txt", made),
            ("requirements/pip.txt", compiled),
        ],
        &[
            "requirements/base.in:1 pypi:django-storages main",
            "requirements/deploy.in:3 pypi:gunicorn main",
            "requirements/deploy.txt:4 pypi:Django_Storages main",
            "requirements/deploy.txt:6 pypi:gunicorn main",
        ],
    );
}

#[test]
fn settings_of_gradle_name_catalogues_that_stand_elsewhere() {
    let catalogue = "[libraries]\njooq = { module = \"org.jooq:jooq\" }\n";
    let kotlin = "dependencyResolutionManagement {\n  versionCatalogs {\n    create(\"deps\") { from(files(\"deps.toml\")) }\n  }\n}\n";
    let groovy = "dependencyResolutionManagement { versionCatalogs { libs { from(files(\"../k/deps.toml\")) } } }\n";
    check(
        &[
            ("k/settings.gradle.kts", kotlin),
            ("k/deps.toml", catalogue),
            (
                "k/app/build.gradle.kts",
                "dependencies { implementation(deps.jooq) }\n",
            ),
            ("g/settings.gradle", groovy),
            (
                "g/build.gradle",
                "dependencies { implementation libs.jooq }\n",
            ),
        ],
        &[
            "g/build.gradle:1 maven:org.jooq:jooq main",
            "k/app/build.gradle.kts:1 maven:org.jooq:jooq main",
        ],
    );
}

#[test]
fn versions_without_a_group_are_of_kubernetes_only_where_they_are_v1() {
    check(
        &[
            (
                "a.yaml",
                "apiVersion: v1alpha1\nkind: MenuItem\nspec:\n  image: redis\n",
            ),
            ("b.yaml", "apiVersion: v1\nkind: Pod\n"),
        ],
        &["b.yaml:1 k8s:core/pod main"],
    );
}

#[test]
fn boms_of_libraries_only_say_versions() {
    let bom = |group: &str, artifact: &str| {
        format!(
            "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><scope>import</scope></dependency>\n"
        )
    };
    let pom = format!(
        "<project><dependencyManagement><dependencies>\n{}{}</dependencies></dependencyManagement></project>\n",
        bom("io.netty", "netty-bom"),
        bom("io.quarkus.platform", "quarkus-bom"),
    );
    let gradle = "dependencies {\n  implementation platform('io.netty:netty-bom:4')\n  implementation platform('io.micronaut:micronaut-bom:4')\n}\n";
    check(
        &[("pom.xml", &pom), ("build.gradle", gradle)],
        &[
            "build.gradle:3 maven:io.micronaut:micronaut-bom main",
            "pom.xml:3 maven:io.quarkus.platform:quarkus-bom main",
        ],
    );
}

#[test]
fn bazel_names_artifacts_in_lists_and_calls() {
    let module = "bazel_dep(name = \"rules_jvm_external\", version = \"6\")\nARTIFACTS = [\n    \"io.grpc:grpc-netty:1.60\",\n]\nmaven.install(\n    artifacts = ARTIFACTS,\n    repositories = [\"https://repo1.maven.org/maven2\"],\n)\nmaven.artifact(\n    testonly = True,\n    group = \"org.testcontainers\",\n    artifact = \"kafka\",\n)\ncrate.spec(package = \"tokio\", version = \"1\")\n";
    check(
        &[
            ("MODULE.bazel", module),
            (
                "w/WORKSPACE",
                "maven_install(artifacts = [\"org.jooq:jooq:3\"])\n",
            ),
        ],
        &[
            "MODULE.bazel:3 maven:io.grpc:grpc-netty main",
            "MODULE.bazel:12 maven:org.testcontainers:kafka test",
            "MODULE.bazel:14 crates:tokio main",
            "w/WORKSPACE:1 maven:org.jooq:jooq main",
        ],
    );
}

#[test]
fn lock_files_and_test_kits_of_sbt_are_not_what_a_system_is_made_of() {
    check(
        &[
            (
                "lock.sbt",
                "libraryDependencies += \"no\" % \"no\" % \"1\"\n",
            ),
            (
                "build.sbt",
                "val test = \"org.playframework\" %% \"play-test\" % \"3\"\n",
            ),
        ],
        &["build.sbt:1 maven:org.playframework:play-test test"],
    );
}

#[test]
fn a_repository_says_where_it_lives() {
    let root = tempfile();
    for (path, text) in [
        ("go/go.mod", "module github.com/acme/shop/go/v2\n"),
        ("tools/go.mod", "module github.com/other/thing\n"),
        (
            "package.json",
            "{\"repository\": {\"url\": \"git+https://github.com/Acme/Shop.git\"}}",
        ),
        (
            "pom.xml",
            "<project><scm><url>https://gitlab.com/acme/pos</url></scm></project>",
        ),
    ] {
        let full = root.join(path);
        fs::create_dir_all(full.parent().expect("a file has a folder")).expect("made");
        fs::write(full, text).expect("written");
    }
    let homes = read(&root).expect("listed").homes;
    fs::remove_dir_all(&root).expect("removed");
    let homes: Vec<&str> = homes.iter().map(String::as_str).collect();
    assert_eq!(homes, ["github.com/acme/shop", "gitlab.com/acme/pos"]);
}

#[test]
fn tilt_takes_charts_and_serverless_makes_resources() {
    let tilt = "helm_remote('redis', repo_name='bitnami')\nhelm_resource('bus', 'bitnami/rabbitmq')\nhelm_resource('own', './charts/own')\n# helm_remote('no')\n";
    let serverless = "provider:\n  name: aws\nfunctions:\n  a: {handler: a.b}\nresources:\n  Resources:\n    Orders:\n      Type: AWS::DynamoDB::Table\n";
    check(
        &[("Tiltfile", tilt), ("api/serverless.yml", serverless)],
        &[
            "Tiltfile:1 file:tilt main",
            "Tiltfile:1 helm:redis main",
            "Tiltfile:2 helm:rabbitmq main",
            "api/serverless.yml:1 file:serverless main",
            "api/serverless.yml:2 cloudformation:AWS::Lambda::Function main",
            "api/serverless.yml:8 cloudformation:AWS::DynamoDB::Table main",
        ],
    );
}

#[test]
fn cmake_names_what_it_finds_and_fetches() {
    check(
        &[(
            "CMakeLists.txt",
            "# find_package(Redis)\nfind_package(OpenSSL 1.1 REQUIRED)\nfind_package(Threads)\npkg_check_modules(RDKAFKA REQUIRED rdkafka>=1.0)\nFetchContent_Declare(\n  spdlog\n  GIT_REPOSITORY https://github.com/gabime/spdlog.git\n  GIT_TAG v1.9.2)\nCPMAddPackage(\"gh:fmtlib/fmt#9.1.0\")\nCPMAddPackage(NAME json\n  GITHUB_REPOSITORY nlohmann/json)\nfind_package(${X})\n",
        )],
        &[
            "CMakeLists.txt:2 cmake:OpenSSL main",
            "CMakeLists.txt:4 cmake:rdkafka main",
            "CMakeLists.txt:7 github:gabime/spdlog main",
            "CMakeLists.txt:9 github:fmtlib/fmt main",
            "CMakeLists.txt:11 github:nlohmann/json main",
        ],
    );
}

#[test]
fn templates_of_cloudformation_make_resources() {
    check(
        &[(
            "deploy/template.yaml",
            "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      Name: !Sub ${A}-x\n",
        )],
        &["deploy/template.yaml:4 cloudformation:AWS::SQS::Queue main"],
    );
}
