"""Job descriptions and résumés as people write them, each with what a person would read out of it."""

from __future__ import annotations

from dataclasses import dataclass

from viva.ai.profile import Source


@dataclass(frozen=True)
class Example:
    """`most` are among the first skills, in any order; `never` must not be found."""

    text: str
    source: Source
    role: str
    level: str
    most: tuple[str, ...]
    never: tuple[str, ...] = ()


EXAMPLES = {
    "a back-end job": Example(
        """Senior Backend Engineer (Python)

About us
We build logistics software. Our office has a Java coffee bar and a React-ion lab.

Requirements
- 5+ years of experience with Python and Django
- PostgreSQL, including query tuning
- REST APIs, Docker
- You are used to code review

Nice to have
- Kubernetes, Kafka
""",
        Source.JOB,
        "backend_developer",
        "senior",
        ("Python", "Django", "PostgreSQL", "REST APIs", "Docker"),
        ("Java", "React"),
    ),
    "a job without a title that helps": Example(
        """Developer (m/f/d)
What you bring:
* At least two years with React, TypeScript and CSS
* An eye for accessibility (WCAG)
No Java required.
""",
        Source.JOB,
        "frontend_developer",
        "mid",
        ("React", "TypeScript", "CSS", "Accessibility"),
        ("Java",),
    ),
    "a data engineer": Example(
        """Data Engineer
Responsibilities: You will build data pipelines with Airflow and Spark and load them into Snowflake.
You have three to five years of experience, strong SQL, and know dbt. Scala is a plus.""",
        Source.JOB,
        "data_engineer",
        "mid",
        ("Airflow", "Spark", "SQL", "dbt"),
    ),
    "a graduate's job for Go": Example(
        """Graduate Software Engineer, Go
We write our services in Go and gRPC. Go home early on Fridays!
Skills: Linux, Git""",
        Source.JOB,
        "go_developer",
        "junior",
        ("Go", "gRPC", "Linux"),
    ),
    "a manager": Example(
        """Engineering Manager, Payments
You will lead a team of engineers, own the roadmap, mentor seniors and hire. Requirements: 8 years in software,
3 years of people management, Agile delivery, stakeholder communication.""",
        Source.JOB,
        "engineering_manager",
        "senior",
        ("People management", "Roadmaps", "Agile delivery"),
    ),
    "a security résumé": Example(
        """Kim Example
Security Engineer
kim@example.org

Experience
Penetration tester, Acme, Mar 2019 - present
Burp Suite, OWASP top ten, threat modelling with developers.
SOC analyst, Beta, 2016 - 2019
SIEM, incident response.

Education
MSc Computer Science, University of Somewhere, 2011 - 2016
""",
        Source.RESUME,
        "security_engineer",
        "lead",
        ("Penetration testing", "Application security", "Threat modelling"),
    ),
    "a young tester's résumé": Example(
        """Alex Example
QA Engineer
Skills: Selenium, Postman, test cases, Jira
Work
2025 - now  Tester at Gamma: regression testing of the web shop, automated tests with Playwright
School
2019 - 2025 Technical college""",
        Source.RESUME,
        "qa_engineer",
        "junior",
        ("Test automation", "Test design", "API testing"),
    ),
    "a machine learning job": Example(
        """Machine Learning Engineer
We ship models. Must have: PyTorch, Python, model serving, NLP. 4 years' experience expected,
or 4 years of research.
We offer: free Swift taxi rides, R and R rooms.""",
        Source.JOB,
        "ml_engineer",
        "mid",
        ("Deep learning", "Python", "MLOps", "Natural language processing"),
        ("iOS",),
    ),
}
