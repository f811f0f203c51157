// Prices the log that the command "warehouse" of the benchmarks keeps, in ClickHouse in this process:
//   dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- warehouse 10000000 FOLDER
//   npm install --prefix artifacts/warehouse chdb@3.4.0 && node benchmarks/warehouse/clickhouse.mjs FOLDER
import fs from 'node:fs';
import { createRequire } from 'node:module';

const { Session } = createRequire(new URL('../../artifacts/warehouse/', import.meta.url))('chdb');
const folder = fs.realpathSync(process.argv[2]);
const session = new Session();
const run = sql => session.query(sql, 'TSV').trim();
run('CREATE DATABASE w');
run('USE w');
run(`CREATE TABLE calls ENGINE = MergeTree ORDER BY id SETTINGS allow_nullable_key = 1 AS SELECT * FROM file('${folder}/calls.parquet', Parquet)`);
for (const statement of fs.readFileSync(`${folder}/clickhouse-tables.sql`, 'utf8').split(';\n').filter(s => s.trim())) {
  const insert = statement.match(/^INSERT INTO (\w+) FROM INFILE '\.\/([^']*)' FORMAT CSVWithNames$/);
  run(insert ? `INSERT INTO ${insert[1]} SELECT * FROM file('${folder}/${insert[2]}', CSVWithNames)` : statement);
}
const rows = Number(run('SELECT count() FROM calls'));
console.log(`ClickHouse ${run('SELECT version()')}, ${rows} rows`);
console.log('| shape | threads | seconds | of a processor | million rows per second of a processor | total |\n| --- | ---: | ---: | ---: | ---: | --- |');
for (let round = 0; round < 3; round++) {
  for (const threads of [1, 2]) {
    run(`SET max_threads = ${threads}`);
    for (const shape of ['tuned', 'portable']) {
      run(`CREATE OR REPLACE VIEW priced AS ${fs.readFileSync(`${folder}/clickhouse-${shape}.sql`, 'utf8')}`);
      const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
      const total = run(fs.readFileSync(`${folder}/clickhouse-total.sql`, 'utf8')).replaceAll('\t', ' ');
      const [seconds, used] = [Number(process.hrtime.bigint() - start) / 1e9, process.cpuUsage(cpu)];
      const processor = (used.user + used.system) / 1e6;
      console.log(`| ${shape} | ${threads} | ${seconds.toFixed(2)} | ${processor.toFixed(2)} | ${(rows / processor / 1e6).toFixed(2)} | ${total} |`);
    }
  }
}
