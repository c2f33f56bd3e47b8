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
            "main.tf:2 terraform:aws_db_instance:postgres main",
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
    let groovy = "apply plugin: 'java'\ndependencies {\n  compile group: 'io.f', name: 'g', version: '1'\n  implementation 'h.i:j:1', 'k.l:m:2'\n}\ndependencyManagement {\n  imports { mavenBom \"o:p:1\" }\n  dependencies { dependency 'no:no:1' }\n}\n";
    check(
        &[
            ("gradle/libs.versions.toml", catalogue),
            (
                "buildSrc/src/main/kotlin/Deps.kt",
                "object Deps { const val mongo = \"org.mongodb:driver:4\" }\n",
            ),
            ("app/build.gradle.kts", build),
            ("old/build.gradle", groovy),
        ],
        &[
            "app/build.gradle.kts:2 gradle:org.springframework.boot main",
            "app/build.gradle.kts:6 maven:org.springframework.kafka:spring-kafka main",
            "app/build.gradle.kts:7 maven:redis.clients:jedis main",
            "app/build.gradle.kts:8 maven:io.a:bom main",
            "app/build.gradle.kts:9 maven:org.b:c test",
            "app/build.gradle.kts:10 maven:com.d:e main",
            "app/build.gradle.kts:14 maven:org.mongodb:driver main",
            "old/build.gradle:1 gradle:java main",
            "old/build.gradle:3 maven:io.f:g main",
            "old/build.gradle:4 maven:h.i:j main",
            "old/build.gradle:4 maven:k.l:m main",
            "old/build.gradle:7 maven:o:p main",
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
